//! An HTTP answer, checked before a byte of it is believed: status, kind, coding and size.

use hyper::ext::ReasonPhrase;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use reqwest::{Response, StatusCode};

use crate::model::{LinkError, Untrusted};

use super::cause;
use super::error::sample;
use super::limits::Limits;

/// Bytes of a header that are kept for a message.
const WORDS: usize = 200;

/// The body of a good XML-RPC answer, of at most `cap` bytes.
pub(super) async fn xml(
    response: Response,
    cap: usize,
    limits: &Limits,
) -> Result<Vec<u8>, LinkError> {
    if let Some(coding) =
        header(&response, &CONTENT_ENCODING).filter(|coding| *coding != "identity")
    {
        // We never ask for one, and unpacking is how a small answer becomes a huge one (M22).
        return Err(LinkError::NotXmlRpc {
            sample: Untrusted::new(format!("unexpected Content-Encoding: {}", head(coding))),
        });
    }
    let kind = header(&response, &CONTENT_TYPE).map_or("", head).to_owned();
    if kind.is_empty() || is_xml(&kind) {
        return body(response, cap, limits).await;
    }
    // Of a foreign page the beginning is enough to say what it is; the rest is not waited for.
    let begin = first_chunk(response).await;
    Err(LinkError::NotXmlRpc {
        sample: sample(&kind, &begin),
    })
}

/// Lets an answer of 200 pass; `user` is who we said we were.
pub(super) fn check_status(response: &Response, user: Option<&str>) -> Result<(), LinkError> {
    let status = response.status();
    Err(match status {
        StatusCode::OK => return Ok(()),
        StatusCode::UNAUTHORIZED => LinkError::Unauthorized {
            user: user.map(str::to_owned),
        },
        StatusCode::FORBIDDEN => LinkError::Forbidden,
        redirect if redirect.is_redirection() => LinkError::Redirect {
            location: Untrusted::from(header(response, &LOCATION).map_or("", head)),
        },
        other => LinkError::Status {
            status: other.as_u16(),
            reason: reason(response),
        },
    })
}

/// The node's own word for its status, or the usual one.
fn reason(response: &Response) -> Untrusted {
    match response.extensions().get::<ReasonPhrase>() {
        Some(words) => {
            let words = words.as_bytes();
            Untrusted::new(&words[..words.len().min(WORDS)])
        }
        None => Untrusted::from(response.status().canonical_reason().unwrap_or("")),
    }
}

/// Reads it all, or stops as soon as it is too much.
async fn body(mut response: Response, cap: usize, limits: &Limits) -> Result<Vec<u8>, LinkError> {
    let too_large = LinkError::TooLarge { limit: cap };
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > cap) {
        return Err(too_large);
    }
    let mut all = Vec::new();
    loop {
        let chunk = response.chunk().await;
        match chunk.map_err(|error| cause::of_body(&error, all.len(), limits))? {
            Some(chunk) if all.len() + chunk.len() > cap => return Err(too_large),
            Some(chunk) => all.extend_from_slice(&chunk),
            None => return Ok(all),
        }
    }
}

async fn first_chunk(mut response: Response) -> Vec<u8> {
    match response.chunk().await {
        Ok(Some(chunk)) => chunk.to_vec(),
        Ok(None) | Err(_) => Vec::new(),
    }
}

fn is_xml(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("text/xml") || kind.eq_ignore_ascii_case("application/xml")
}

/// A header as text; one that is not ASCII counts as empty text.
fn header<'a>(response: &'a Response, name: &HeaderName) -> Option<&'a str> {
    let value = response.headers().get(name)?;
    Some(value.to_str().unwrap_or(""))
}

fn head(words: &str) -> &str {
    words.get(..WORDS).unwrap_or(words)
}
