//! What programs of the demo say that is more than a plain line: JSON, colours, stacks of several
//! lines, and a bar that redraws itself.

use jiff::Timestamp;

use super::clock::{Millis, SECOND};
use super::dice::Dice;
use super::sheet::Outputs;

/// How many quarters of a second a bar takes.
const BAR: Millis = 160;
/// How many signs it has.
const WIDE: Millis = 30;

/// A line of a structured log: an object in JSON.
pub(super) fn record(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    let stamp = Timestamp::from_millisecond(at).unwrap_or_default();
    let stamp = stamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
    let (user, ms) = (1000 + dice.below(9000), 1 + dice.below(40));
    let text = match dice.below(30) {
        0 => format!(
            r#"{{"time":"{stamp}","level":"error","msg":"broker gone, reconnecting","attempt":{},"broker":{{"host":"10.2.9.4","port":5672}}}}"#,
            1 + dice.below(5)
        ),
        1..4 => format!(
            r#"{{"time":"{stamp}","level":"warn","msg":"slow client","user":{user},"queued":{},"limit":256}}"#,
            200 + dice.below(56)
        ),
        4..10 => {
            format!(r#"{{"time":"{stamp}","level":"debug","msg":"ping","user":{user},"ms":{ms}}}"#)
        }
        _ => format!(
            r#"{{"time":"{stamp}","level":"info","msg":"pushed","user":{user},"topic":"orders","ids":[{},{}],"ms":{ms}}}"#,
            80_000 + dice.below(9000),
            80_000 + dice.below(9000)
        ),
    };
    outputs.out.write(format!("{text}\n").as_bytes());
}

/// A coloured line of a page that was rendered, now and then one that failed.
pub(super) fn render(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    const PAGES: [&str; 5] = ["/", "/cart", "/p/4711", "/search", "/account"];
    let (page, ms) = (dice.pick(&PAGES), 4 + dice.below(90));
    let colour = if ms > 60 { 33 } else { 32 };
    outputs.out.line(
        at,
        format_args!(
            "\x1b[36mssr\x1b[0m \x1b[1mGET\x1b[0m {page} \x1b[32m200\x1b[0m in \x1b[{colour}m{ms}ms\x1b[0m"
        ),
    );
    if dice.once_in(90) {
        outputs.err.line(
            at + 3,
            format_args!("\x1b[1;31mERROR\x1b[0m render of {page} failed"),
        );
        outputs.err.write(
            b"TypeError: Cannot read properties of undefined (reading 'price')\n    \
              at PriceTag (/srv/web/dist/server.js:2114:31)\n    \
              at renderWithHooks (/srv/web/node_modules/react-dom/server.js:5661:16)\n    \
              at renderElement (/srv/web/node_modules/react-dom/server.js:5978:12)\n    \
              at async /srv/web/ssr.js:88:9\n",
        );
    }
}

/// A report that was built, or a stack with its cause.
pub(super) fn report(dice: &mut Dice, at: Millis, outputs: &mut Outputs) {
    let (id, rows) = (at.div_euclid(SECOND) % 90_000, 100 + dice.below(9000));
    outputs.out.line(
        at,
        format_args!("INFO  [pool-2-thread-3] c.e.report.Builder - report {id} built, {rows} rows"),
    );
    if dice.once_in(25) {
        outputs.err.line(
            at + 8,
            format_args!("ERROR [pool-2-thread-1] c.e.report.Mailer - report {id} was not sent"),
        );
        outputs.err.write(
            b"java.lang.IllegalStateException: no connection\n\
              \tat com.example.report.Mailer.send(Mailer.java:141)\n\
              \tat com.example.report.Builder.run(Builder.java:88)\n\
              \tat java.base/java.lang.Thread.run(Thread.java:1583)\n\
              Caused by: java.net.SocketTimeoutException: connect timed out\n\
              \tat java.base/java.net.Socket.connect(Socket.java:752)\n\
              \t... 2 more\n",
        );
    }
}

/// A quarter of a second of an import: a bar that is drawn over and over on one line.
pub(super) fn import(at: Millis, outputs: &mut Outputs) {
    let quarter = at.div_euclid(SECOND / 4);
    let (file, step) = (quarter.div_euclid(BAR) % 900, quarter.rem_euclid(BAR));
    if step == 0 {
        outputs
            .out
            .line(at, format_args!("INFO  file {file:03}.csv of 900"));
    }
    let done = usize::try_from((step + 1) * WIDE / BAR).unwrap_or(0);
    let left = usize::try_from(WIDE).unwrap_or(0).saturating_sub(done);
    let percent = (step + 1) * 100 / BAR;
    let bar = format!(
        "\rimport [{}{}] {percent:>3}%",
        "#".repeat(done),
        ".".repeat(left)
    );
    outputs.out.write(bar.as_bytes());
    if step == BAR - 1 {
        outputs.out.write(b"\n");
    }
}

#[cfg(test)]
mod tests {
    use super::super::voice::Voice;
    use super::*;

    /// Everything a voice says in ten minutes.
    fn ten_minutes(voice: Voice) -> (String, String) {
        let mut outputs = Outputs::new(usize::MAX);
        for at in (0..600 * SECOND).step_by(250) {
            voice.speak(Dice::new(7).at(at), at, &mut outputs);
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let all = 0..u64::MAX;
        (
            text(outputs.out.read(all.clone())),
            text(outputs.err.read(all)),
        )
    }

    #[test]
    fn a_push_service_writes_an_object_a_line() {
        let (out, _) = ten_minutes(Voice::Push);
        assert!(out.lines().count() > 100);
        for line in out.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(object["level"].is_string() && object["time"].is_string());
        }
    }

    #[test]
    fn stacks_have_lines_that_belong_together_and_pages_have_colours() {
        let (out, err) = ten_minutes(Voice::Render);
        assert!(out.contains("\x1b[32m200\x1b[0m"));
        assert!(err.contains("\n    at renderElement"));
        let (_, err) = ten_minutes(Voice::Report);
        assert!(err.contains("\nCaused by: ") && err.contains("\n\tat "));
    }

    #[test]
    fn a_bar_stays_on_its_line_until_it_is_full() {
        let (out, _) = ten_minutes(Voice::Batch);
        let bars: Vec<_> = out.lines().filter(|line| line.contains('\r')).collect();
        assert_eq!(bars.len(), 15);
        for bar in bars {
            let redrawn: Vec<_> = bar.split('\r').collect();
            assert_eq!(redrawn.len(), 161);
            assert!(redrawn[160].ends_with("#] 100%"), "{bar:?}");
        }
    }
}
