//! The settings' token endpoint in, its address in each region out.

use docparse::ir::{Auth, Endpoint, Name, Segment, Server};

use super::context::Context;

/// Where tokens come from, in one region.
#[derive(Debug, PartialEq)]
pub(super) struct TokenUrl {
    /// The region's name and what the settings say of it, if there are several.
    pub(super) region: Option<(Name, String)>,
    /// `https://auth.example.com/%7BenvID%7D/as/token`: the braces around what the caller
    /// fills in are encoded, for this must be an address (section 4.8.29).
    pub(super) address: String,
    /// The placeholders that are left: `envID`.
    pub(super) open: Vec<String>,
}

/// The addresses of the token endpoint, in the order of the settings' servers. None, if the
/// settings name no endpoint, or a placeholder before its path that no server stands for.
pub(super) fn of(cx: &Context<'_>) -> Vec<TokenUrl> {
    let service = &cx.api.service;
    let Some(url) = service.auth.as_ref().and_then(|auth| auth.token_url.as_ref()) else { return Vec::new() };
    let (base, path) = parts(&url.value);
    let Some(base) = base else { return vec![address("", path, None)] };
    let servers: Vec<&Server> =
        service.servers.iter().filter(|server| server.placeholder.value == base).collect();
    let several = servers.len() > 1;
    servers.iter().map(|server| address(&server.url.value, path, several.then_some(*server))).collect()
}

/// Whether `endpoint` is the one that gives tokens.
pub(super) fn is_endpoint(auth: &Auth, endpoint: &Endpoint) -> bool {
    let Some(url) = &auth.token_url else { return false };
    let (base, path) = parts(&url.value);
    let own = endpoint.path.segments.iter().map(|segment| match segment {
        Segment::Literal(literal) => literal.value.clone(),
        Segment::Param(param) => format!("{{{{{}}}}}", param.name.wire),
    });
    base.is_some_and(|base| endpoint.path.base.as_ref().is_some_and(|own| own.value == base))
        && path.trim_matches('/').split('/').map(str::to_owned).eq(own)
}

/// The placeholder at the start, and what follows it.
fn parts(url: &str) -> (Option<&str>, &str) {
    let split = url.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    split.map_or((None, url), |(base, path)| (Some(base), path))
}

fn address(base: &str, path: &str, region: Option<&Server>) -> TokenUrl {
    let named = |rest: &str| Some(rest.split_once("}}")?.0.to_owned());
    TokenUrl {
        region: region.map(|server| {
            let words = server.description.as_ref().unwrap_or(&server.name);
            (Name::new(server.name.value.as_str()), words.value.clone())
        }),
        address: format!("{base}{}", path.replace("{{", "%7B").replace("}}", "%7D")),
        open: path.split("{{").skip(1).filter_map(named).collect(),
    }
}
