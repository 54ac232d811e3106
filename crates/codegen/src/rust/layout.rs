//! A line of code in, the lines that rustfmt would make of it out.

/// How wide code may be: what `rustfmt.toml` says.
const WIDTH: usize = 110;

/// The lines, each with how much deeper it stands. One that cannot be broken stays as it is, as
/// with rustfmt.
pub(super) fn lines(line: &str, depth: usize) -> Vec<(usize, String)> {
    let width = |deeper: usize, line: &str| 4 * (depth + deeper) + line.chars().count();
    if width(0, line) <= WIDTH {
        return vec![(0, line.to_owned())];
    }
    let assigned = line.split_once(" = ").filter(|_| line.starts_with("let ") || line.starts_with("self."));
    if let Some((start, value)) = assigned.filter(|(_, value)| width(1, value) <= WIDTH) {
        return vec![(0, format!("{start} =")), (1, value.to_owned())];
    }
    let Some((start, inside, end)) = group(line) else { return vec![(0, line.to_owned())] };
    // A parameter may be longer by its comma and one more.
    let wide = if is_item(line) { WIDTH + 2 } else { WIDTH };
    let inner = items(inside).into_iter().flat_map(|item| {
        let item = format!("{item},");
        if width(1, &item) <= wide { vec![(0, item)] } else { lines(&item, depth + 1) }
    });
    let inner = inner.map(|(deeper, line)| (deeper + 1, line));
    let start = std::iter::once((0, start.trim_end().to_owned()));
    start.chain(inner).chain([(0, end.to_owned())]).collect()
}

/// What is in the brackets that a line may be broken in: the parameters of a function, the fields
/// of a struct; else the last ones of all, if nothing comes after. With what is before and after it,
/// brackets included.
fn group(line: &str) -> Option<(&str, &str, &str)> {
    let mut found = None;
    let mut opened = None;
    for (at, c, _) in brackets(line).filter(|(_, _, depth)| *depth == 0) {
        match c {
            // What a macro takes is its own affair.
            '{' if line[..at].ends_with("! ") => return None,
            '(' | '[' | '{' | '<' => opened = Some(at + 1),
            ')' | ']' | '}' | '>' => {
                found = opened.map(|start| (&line[..start], &line[start..at], &line[at..]));
                if is_item(line) {
                    return found;
                }
            }
            _ => {}
        }
    }
    found.filter(|(_, _, end)| end.len() <= 2)
}

fn is_item(line: &str) -> bool {
    line.starts_with("pub ") || line.starts_with("fn ")
}

/// What commas part, outside of brackets.
fn items(inside: &str) -> Vec<&str> {
    let commas = brackets(inside).filter(|(_, c, depth)| *c == ',' && *depth == 0).map(|(at, ..)| at);
    let mut start = 0;
    let mut items = Vec::new();
    for comma in commas.chain([inside.len()]) {
        items.push(inside[start..comma].trim());
        start = comma + 1;
    }
    items
}

/// The characters outside of literals that part code, with their places and how many brackets each is in.
fn brackets(code: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut depth, mut text, mut before) = (0_usize, false, ' ');
    code.char_indices().filter_map(move |(at, c)| {
        let escaped = before == '\\';
        before = if escaped { ' ' } else { c };
        match c {
            '"' if !escaped => text = !text,
            _ if text => {}
            '(' | '[' | '{' | '<' => {
                depth += 1;
                return Some((at, c, depth - 1));
            }
            // The arrow of a function is no bracket.
            '>' if code[..at].ends_with(['-', '=']) => {}
            ')' | ']' | '}' | '>' => {
                depth = depth.saturating_sub(1);
                return Some((at, c, depth));
            }
            ',' => return Some((at, c, depth)),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, lines};

    fn laid(line: &str) -> String {
        let lines = lines(line, 1);
        lines.into_iter().map(|(deeper, line)| "    ".repeat(deeper) + &line + "\n").collect()
    }

    #[test]
    fn what_fits_is_one_line() {
        let line = format!("call({});", "x".repeat(WIDTH - 11));
        assert_eq!(laid(&line), format!("{line}\n"));
    }

    #[test]
    fn parameters_stand_on_lines_of_their_own() {
        let (first, second) = ("a".repeat(50), "b".repeat(60));
        assert_eq!(
            laid(&format!(
                "pub fn f(&self, {first}: impl Into<Map<K, V>>, {second}: i64) -> Result<A, (B, C)> {{"
            )),
            format!(
                "pub fn f(\n    &self,\n    {first}: impl Into<Map<K, V>>,\n    {second}: i64,\n) -> Result<A, (B, C)> {{\n"
            )
        );
    }

    #[test]
    fn a_value_goes_to_the_next_line_before_it_is_broken() {
        let (first, second) = ("a".repeat(40), "b".repeat(40));
        let value = format!("call({first}, {second}, \"(,\")");
        assert_eq!(
            laid(&format!("let a_long_name = {value};")),
            format!("let a_long_name =\n    {value};\n")
        );
        let more = "c".repeat(40);
        assert_eq!(
            laid(&format!("let name = call({first}, &[{second}], (1, {more}));")),
            format!("let name = call(\n    {first},\n    &[{second}],\n    (1, {more}),\n);\n")
        );
    }

    #[test]
    fn what_cannot_be_broken_stays() {
        let text = format!("\"{}\"", "x, ".repeat(60));
        assert_eq!(laid(&format!("call({text}, 1);")), format!("call(\n    {text},\n    1,\n);\n"));
        for line in [format!("name: {text},"), format!("table! {{ {text}, {text} }}")] {
            assert_eq!(laid(&line), format!("{line}\n"));
        }
    }
}
