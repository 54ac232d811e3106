//! Names that something had before in, what keeps old code compiling out.

use super::tokens::{Code, quoted};

/// A type's old name.
pub(super) fn ty(old: &str, new: &str, code: &mut Code) {
    deprecated(new, code);
    code.line(format!("pub type {old} = {new};"));
}

/// What stands before anything that has another name now.
pub(super) fn deprecated(new: &str, code: &mut Code) {
    let new = new.trim_start_matches("r#");
    code.space();
    code.doc([format!("Another name of `{new}`.")]);
    code.line(format!(
        "#[deprecated(note = {})]",
        quoted(&format!("renamed in the documentation: use `{new}`"))
    ));
}
