//! The committed ledger in, the next one out, or what rose above it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use codegen::ledger::{LEDGER, Ledger, Rise, Unread};
use codegen::output::File;
use docparse::diag::codes;

use crate::cli::GenerateArgs;
use crate::emit::Tree;
use crate::failure::Failure;
use crate::read::Reading;

/// The root it stands in.
const ROOT: &str = "openapi";

/// Adds the ledger to the OpenAPI documents, if they are among `trees`. Returns the counts
/// above their ceiling; then nothing may be written.
pub(crate) fn add(
    trees: &mut [Tree],
    reading: &Reading,
    target: &Path,
    args: &GenerateArgs,
) -> Result<Vec<Rise>, Failure> {
    let Some(tree) = trees.iter_mut().find(|tree| tree.root == ROOT) else { return Ok(Vec::new()) };
    let mut ledger = Ledger::of(&reading.api, &reading.sources, unread(reading));
    if let Some(before) = committed(&target.join(ROOT).join(LEDGER), args.force)? {
        match ledger.after(&before, args.accept_ledger.as_deref(), reading.left_out.is_empty()) {
            Ok(next) => ledger = next,
            Err(rises) => return Ok(rises),
        }
    }
    let pages = reading.api.pages.iter().map(|page| page.source).collect();
    tree.files.insert(LEDGER.into(), File::new(ledger.to_json(), pages));
    Ok(Vec::new())
}

/// Rows that were refused, and that a decision or `--keep-going` let pass.
fn unread(reading: &Reading) -> Vec<Unread> {
    let refused = [codes::UNREADABLE_TYPE.id, codes::BROKEN_ROW.id];
    let rows = reading.findings.iter().filter(|finding| refused.contains(&finding.code.id));
    rows.map(|finding| Unread {
        page: finding.place.page_id.clone().unwrap_or_else(|| finding.place.path.clone()),
        why: finding.message.clone(),
        line: finding.place.start.line,
        column: finding.place.start.column,
    })
    .collect()
}

/// The ledger that stands there. With `force`, one that cannot be read is none.
fn committed(path: &Path, force: bool) -> Result<Option<Ledger>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io("read", path)(error)),
    };
    match serde_json::from_str(&text) {
        Ok(ledger) => Ok(Some(ledger)),
        Err(_) if force => Ok(None),
        Err(error) => {
            Err(Failure::new(format!("{} is no ledger: {error}; `--force` starts a new one", path.display())))
        }
    }
}
