use super::*;
pub(super) fn read(_f: &SourceFile, _s: &mut Sink) -> Page {
    todo!()
}
