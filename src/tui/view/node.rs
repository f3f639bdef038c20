//! The page of one node: facts, processes, why the current one is as it is, and its history.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use jiff::SignedDuration;

use crate::model::rollup::{self, NodeRow};
use crate::model::{
    Clean, EnvironmentName, Health, Link, NodeId, elapsed, spell_age, spell_moment,
};
use crate::tui::command::Command;
use crate::tui::state::RowId;
use crate::tui::theme::Role;
use crate::tui::widget::{Canvas, Rule, clip_line, pad};

use super::changes::{self, Names};
use super::listing::role_of;
use super::scene::Scene;
use super::sections::{Share, allot, below, stack};
use super::words::{credential, rtt};
use super::{listing, why};
use crate::model::Row as _;

/// From this width on facts stand in two columns.
const WIDE: u16 = 120;
/// A clock that is further off than this is worth a warning.
const SKEW: SignedDuration = SignedDuration::from_secs(5);
/// Columns of a fact's name.
const NAME: usize = 12;

/// Draws the page.
pub fn draw(scene: Scene<'_>, id: &NodeId, area: Rect, canvas: &mut Canvas<'_>) {
    let state = scene.state;
    let Some(row) = rollup::node(&state.fleet, &state.roster, id) else {
        let text = format!("  {id} is no longer in the config");
        canvas.line(area, 1, &Line::styled(text, scene.style(Role::Error)));
        return;
    };
    let facts = facts(scene, &row, area.width);
    let why = reasons(scene, id, area.width);
    let history = history(scene, id, area.height);
    let parts = parts(scene, area, [facts.len(), why.len(), history.len()]);
    draw_facts(scene, &row, (parts[0], &facts), canvas);
    draw_processes(scene, &row, parts[1], canvas);
    let logs = format!("{} opens both logs", scene.key(Command::Logs));
    draw_lines(scene, ("WHY", &logs), (parts[2], &why), canvas);
    let words = ("HISTORY ON THIS NODE", "seen by this session only");
    draw_lines(scene, words, (parts[3], &history), canvas);
}

/// Facts, processes, why and history; what is left goes to whatever has more to show.
fn parts(scene: Scene<'_>, area: Rect, [facts, why, history]: [usize; 3]) -> [Rect; 4] {
    let processes = scene.state.listing().order.len().max(1) + 1;
    let half = usize::from(area.height / 2).max(4);
    let shares = [
        Share::rows(4, processes.min(half)),
        Share::rows(2, facts),
        Share::rows(3, why),
        Share::rows(1, history.clamp(1, 6)),
    ];
    let heights = allot(area.height, shares);
    let left = area.height - heights.iter().sum::<u16>();
    let whole = u16::try_from(processes + 1).unwrap_or(u16::MAX);
    let table = heights[0] + left.min(whole.saturating_sub(heights[0]));
    let rest = area.height.saturating_sub(table + heights[1] + heights[2]);
    stack(area, [heights[1], table, heights[2], rest])
}

fn history(scene: Scene<'_>, id: &NodeId, rows: u16) -> Vec<Line<'static>> {
    let changes = scene.state.history.lines();
    changes
        .filter(|line| line.transition.node() == id)
        .take(usize::from(rows))
        .map(|line| changes::line(scene, line, Names::Process))
        .collect()
}

fn draw_facts(
    scene: Scene<'_>,
    row: &NodeRow<'_>,
    (area, facts): (Rect, &[Line<'static>]),
    canvas: &mut Canvas<'_>,
) {
    let style = role_of(row.glyph());
    let standing = match (&row.node.link, row.node.last_good) {
        (Link::Up { .. }, Some(good)) => {
            let took = row
                .node
                .rtt
                .map_or(String::new(), |took| format!(", rtt {}", rtt(took)));
            let ago = spell_age(elapsed(good, scene.state.now));
            scene.span(
                Role::Running,
                format!("+ answering{took}, polled {ago} ago"),
            )
        }
        (Link::Unasked, _) => Span::raw("asking"),
        (_, _) => scene.span(style, format!("{} {}", row.glyph(), row.health().word())),
    };
    let rule = Rule::new(scene.title(format!("NODE {}", row.id()))).words(standing);
    scene.rule(rule, area, canvas);
    for (at, line) in facts.iter().enumerate() {
        canvas.line(below(area), at, line);
    }
}

fn draw_processes(scene: Scene<'_>, row: &NodeRow<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let (total, bad) = (row.tally.total(), row.tally.bad());
    let mut title = vec![scene.title(format!("PROCESSES {total}"))];
    if bad > 0 {
        let role = row.tally.worst().map_or(Role::Fatal, Role::of);
        let words = if bad == 1 {
            "   1 needs you".to_owned()
        } else {
            format!("   {bad} need you")
        };
        title.push(scene.span(role, words));
    }
    let running = format!("{} of {total} running", row.tally.of(Health::Running));
    let rule = Rule::new(Line::from(title)).words(running);
    scene.rule(rule, area, canvas);
    listing::draw(scene, scene.state.listing(), below(area), canvas);
}

/// A section of lines, if it has room for any.
fn draw_lines(
    scene: Scene<'_>,
    (title, words): (&str, &str),
    (area, lines): (Rect, &[Line<'_>]),
    canvas: &mut Canvas<'_>,
) {
    if area.height < 2 {
        return;
    }
    let title = scene.title(title.to_owned());
    scene.rule(Rule::new(title).words(words.to_owned()), area, canvas);
    for (at, line) in lines.iter().enumerate() {
        let line = clip_line(
            line.clone(),
            usize::from(area.width) - 1,
            scene.look.glyphs.ellipsis(),
        );
        canvas.line(below(area), at, &line);
    }
    if lines.is_empty() {
        canvas.line(
            below(area),
            0,
            &Line::raw("  nothing changed here since the start"),
        );
    }
}

/// Why: of the process under the cursor, or of the node where it gives no data.
fn reasons(scene: Scene<'_>, id: &NodeId, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width);
    let down = scene
        .state
        .fleet
        .node(id)
        .is_some_and(|node| node.link.error().is_some());
    match &scene.state.listing().cursor {
        _ if down => why::node(scene, id, width),
        Some(RowId::Process(process)) => why::process(scene, process, width),
        Some(RowId::Node(_) | RowId::Environment(_) | RowId::Group(_)) | None => {
            vec![Line::raw("  no process is chosen")]
        }
    }
}

/// What is known of the node itself, in one column or two.
fn facts(scene: Scene<'_>, row: &NodeRow<'_>, width: u16) -> Vec<Line<'static>> {
    let all = all_facts(scene, row);
    let line = |(name, value): &(&'static str, Span<'static>)| {
        vec![
            Span::raw("  "),
            scene.span(Role::Hint, pad(name, NAME)),
            value.clone(),
        ]
    };
    if width < WIDE {
        return all.iter().map(|fact| Line::from(line(fact))).collect();
    }
    let rows = all.len().div_ceil(2);
    let half = usize::from(width) / 2;
    (0..rows)
        .map(|at| {
            let left = Line::from(line(&all[at]));
            let mut spans = clip_line(left, half - 2, scene.look.glyphs.ellipsis()).spans;
            let taken: usize = spans.iter().map(Span::width).sum();
            spans.push(Span::raw(" ".repeat(half.saturating_sub(taken))));
            spans.extend(all.get(rows + at).map(line).unwrap_or_default());
            Line::from(spans)
        })
        .collect()
}

fn all_facts(scene: Scene<'_>, row: &NodeRow<'_>) -> Vec<(&'static str, Span<'static>)> {
    let state = scene.state;
    let snapshot = row.node.snapshot.as_deref();
    let names: Vec<&str> = row
        .environments
        .iter()
        .map(EnvironmentName::as_str)
        .collect();
    let environments = if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    };
    let mut facts = vec![
        ("state", state_fact(scene, row)),
        ("url", Span::raw(row.endpoint().into_string())),
        ("auth", Span::raw(credential(state, row.id()))),
        ("clock", clock_fact(scene, row)),
        ("labels", Span::raw(labels(row))),
        ("envs", Span::raw(environments)),
    ];
    if let Some(snapshot) = snapshot {
        let pid = snapshot
            .pid
            .map_or(String::new(), |pid| format!(", pid {pid}"));
        let text = format!("{}{pid}", snapshot.identification.clean());
        facts.push(("identifier", Span::raw(text)));
    }
    let log = format!(
        "{} shows supervisord's own log",
        scene.key(Command::NodeLog)
    );
    facts.push(("log", Span::raw(log)));
    facts
}

fn state_fact(scene: Scene<'_>, row: &NodeRow<'_>) -> Span<'static> {
    let role = role_of(row.glyph());
    if let Some(error) = row.node.link.error() {
        let retry = row.retry(scene.state.now);
        let last = row.last_ok(scene.state.now);
        let error = Clean::text(&error.to_string());
        return scene.span(role, format!("{error}; last good {last}, retry {retry}"));
    }
    let Some(snapshot) = &row.node.snapshot else {
        return Span::raw("not asked yet");
    };
    let since = row.node.link.since().map_or(String::new(), |since| {
        format!(", answers since {}", spell_moment(since, scene.state.now))
    });
    Span::raw(format!("+ supervisord {}{since}", snapshot.version.clean()))
}

/// How far the node's clock is off ours; supervisord tells whole seconds.
fn clock_fact(scene: Scene<'_>, row: &NodeRow<'_>) -> Span<'static> {
    let Some(skew) = row.node.clock_skew() else {
        return Span::raw("unknown: it has no process to tell");
    };
    let seconds = skew.as_secs();
    if skew.abs() <= SKEW {
        return Span::raw(format!("{seconds:+}s against this host"));
    }
    let side = if seconds > 0 { "ahead of" } else { "behind" };
    let text = format!(
        "WARNING: {}s {side} this host; uptimes follow its own clock",
        seconds.abs()
    );
    scene.span(Role::Error, text)
}

fn labels(row: &NodeRow<'_>) -> String {
    let labels = row.entry.map(|entry| &entry.labels);
    let texts: Vec<String> = labels
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if texts.is_empty() {
        "none".to_owned()
    } else {
        Clean::text(&texts.join(" ")).into_string()
    }
}
