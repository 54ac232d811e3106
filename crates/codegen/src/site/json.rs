//! JSON in, its text as HTML out, with keys, texts, numbers and words told apart.

use serde_json::Value;

use super::html::Html;

/// `value`, indented by two.
pub(super) fn html(value: &Value) -> Html {
    let mut html = Html::new();
    write(value, 0, &mut html);
    html
}

fn write(value: &Value, depth: usize, html: &mut Html) {
    match value {
        Value::Null | Value::Bool(_) => html.in_tag("span", "jw", &value.to_string()),
        Value::Number(number) => html.in_tag("span", "jn", &number.to_string()),
        Value::String(_) => html.in_tag("span", "js", &value.to_string()),
        Value::Array(items) if items.is_empty() => html.text("[]"),
        Value::Object(members) if members.is_empty() => html.text("{}"),
        Value::Array(items) => {
            html.text("[");
            for (at, item) in items.iter().enumerate() {
                line(html, at > 0, depth + 1);
                write(item, depth + 1, html);
            }
            line(html, false, depth);
            html.text("]");
        }
        Value::Object(members) => {
            html.text("{");
            for (at, (key, value)) in members.iter().enumerate() {
                line(html, at > 0, depth + 1);
                html.in_tag("span", "jk", &Value::from(key.as_str()).to_string());
                html.text(": ");
                write(value, depth + 1, html);
            }
            line(html, false, depth);
            html.text("}");
        }
    }
}

fn line(html: &mut Html, comma: bool, depth: usize) {
    html.text(if comma { ",\n" } else { "\n" });
    html.text(&"  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_words_are_those_of_the_value() {
        let value = json!({"a<": ["</script>", 1.5, null], "b": {}, "c": []});
        let html = html(&value).to_string();
        let text = html.replace("</span>", "");
        let text = ["jk", "js", "jn", "jw"]
            .iter()
            .fold(text, |text, class| text.replace(&format!("<span class=\"{class}\">"), ""));
        let text = text.replace("&#34;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        assert_eq!(text, serde_json::to_string_pretty(&value).unwrap());
        assert!(!html.contains("<script") && !html.contains("</script"));
    }
}
