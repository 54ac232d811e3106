//! A documented reply and what was sent in, the reply with what was sent out.

use serde_json::{Map, Value};

use super::document::members;
use super::schema::Shapes;

/// How what is sent changes what is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It is all there is: what is left out is gone.
    Whole,
    /// What is left out stays (RFC 7396).
    Part,
}

/// What decides whether a value comes back.
pub(super) struct Echo<'a> {
    pub shapes: &'a Shapes,
    pub change: Change,
}

impl Echo<'_> {
    /// Writes `sent` into `reply` where the documentation shows that it comes back: `shown` is
    /// the request that the reply answers on the page. `schema` is the reply's.
    pub(super) fn apply(&self, reply: &mut Value, sent: &Value, shown: Option<&Value>, schema: &Value) {
        // Of the reply's kind, since a change need not say what kind it is.
        let schema = self.shapes.select(schema, reply);
        let (Some(object), Value::Object(sent)) = (reply.as_object_mut(), sent) else { return };
        for (name, value) in sent {
            let property = self.property(schema, name);
            let shown = shown.map(|shown| shown.get(name).unwrap_or(&Value::Null));
            self.member(object, name, value, shown, property);
        }
        if self.change == Change::Whole {
            // What the page sends and gets back is gone when it is not sent.
            let gone =
                |name: &&str, value: &Value| !sent.contains_key(*name) && object.get(*name) == Some(value);
            let gone: Vec<String> = shown
                .into_iter()
                .flat_map(members)
                .filter(|(name, value)| gone(name, value))
                .map(|(name, _)| name.to_owned())
                .collect();
            gone.iter().for_each(|name| drop(object.shift_remove(name)));
        }
    }

    fn member(
        &self,
        object: &mut Map<String, Value>,
        name: &str,
        value: &Value,
        shown: Option<&Value>,
        property: Option<&Value>,
    ) {
        let sensitive = property.is_some_and(|schema| schema["x-sensitive"] == true);
        if sensitive
            || docparse::is_secret_name(name)
            || property.is_some_and(|schema| schema["readOnly"] == true)
        {
            return;
        }
        let Some(there) = object.get_mut(name) else {
            // The page does not show it, but says that replies have it.
            if property.is_some() && !value.is_null() {
                object.insert(name.to_owned(), value.clone());
            }
            return;
        };
        match (there.is_object(), value) {
            (true, Value::Object(_)) => {
                let schema = property.unwrap_or(&Value::Null);
                if schema.get("additionalProperties").is_some() && self.change == Change::Whole {
                    *there = value.clone();
                } else {
                    self.apply(there, value, shown.filter(|shown| shown.is_object()), schema);
                }
            }
            _ if comes_back(there, shown, value) => *there = value.clone(),
            _ => {
                if let (Value::Array(items), Some(Value::Array(shown)), Value::Array(sent)) =
                    (&*there, shown, value)
                    && items.len() == shown.len()
                    && items.iter().zip(shown).all(|(item, shown)| holds(item, shown))
                {
                    *there = each(items, shown, sent);
                }
            }
        }
    }

    fn property<'a>(&'a self, schema: &'a Value, name: &str) -> Option<&'a Value> {
        let found =
            members(&schema["properties"]).find(|(known, _)| *known == name).map(|(_, schema)| schema);
        found.or_else(|| schema.get("additionalProperties")).map(|schema| self.shapes.component(schema))
    }
}

/// Whether `whole` has everything that `part` has, and perhaps properties more.
pub(super) fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|there| holds(there, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part,
    }
}

/// The items that were sent, each with what the reply on the page has more than its request.
fn each(items: &[Value], shown: &[Value], sent: &[Value]) -> Value {
    let pairs: Vec<(&Value, &Value)> = items.iter().zip(shown).collect();
    let item = |(at, sent): (usize, &Value)| {
        let mut item = sent.clone();
        if let (Some((whole, part)), Value::Object(item)) = (pairs.get(at).or(pairs.last()), &mut item) {
            let more = members(whole).filter(|(name, _)| part.get(name).is_none());
            more.for_each(|(name, value)| {
                item.entry(name).or_insert_with(|| value.clone());
            });
        }
        item
    };
    sent.iter().enumerate().map(item).collect()
}

/// Whether the reply's value is the one that the page's request sends. A placeholder stands
/// for anything, and what the page's request does not send is taken for a default.
fn comes_back(there: &Value, shown: Option<&Value>, sent: &Value) -> bool {
    match shown {
        None | Some(Value::Null) => there.is_null() || sent.is_null() || same_kind(there, sent),
        Some(Value::String(text)) if text.starts_with("{{") => true,
        Some(shown) => shown == there || there.is_null(),
    }
}

fn same_kind(a: &Value, b: &Value) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_page_shows_coming_back_comes_back() {
        let shapes = Shapes::new(&json!({}));
        let echo = |change, sent: Value, shown: Value| {
            let mut reply =
                json!({ "id": "1", "name": "Doc", "status": "DRAFT", "note": "x", "password": "********" });
            Echo { shapes: &shapes, change }.apply(&mut reply, &sent, Some(&shown), &Value::Null);
            reply
        };
        let shown = json!({ "name": "Doc", "status": "OPEN", "note": "x", "password": "{{p}}" });
        let sent = json!({ "name": "Mine", "status": "OPEN", "password": "secret", "else": 1 });
        let there = json!({ "id": "1", "name": "Mine", "status": "DRAFT", "password": "********" });
        assert_eq!(echo(Change::Whole, sent.clone(), shown.clone()), there);
        assert_eq!(echo(Change::Part, sent, shown)["note"], "x");
    }

    #[test]
    fn items_come_back_with_what_the_page_adds_to_them() {
        let mut reply = json!({ "by": [{ "name": "A", "id": "1" }, { "name": "B", "id": null }] });
        let shown = json!({ "by": [{ "name": "A", "id": "1" }, { "name": "B" }] });
        let sent = json!({ "by": [{ "name": "X" }, { "name": "Y" }, { "name": "Z", "id": "9" }] });
        let echo = Echo { shapes: &Shapes::new(&json!({})), change: Change::Whole };
        echo.apply(&mut reply, &sent, Some(&shown), &Value::Null);
        let there = json!([{ "name": "X" }, { "name": "Y", "id": null }, { "name": "Z", "id": "9" }]);
        assert_eq!(reply["by"], there);
    }
}
