//! The dialog before an action: what it freezes, what it says, and what it takes to go on.

use supdeck::engine::{Event, Warning};
use supdeck::model::ProcessState::{Backoff, Fatal, Running, Starting, Stopped, Unknown};
use supdeck::model::{Action, Signal, SkipReason};
use supdeck::tui::command::Command;
use supdeck::tui::msg::Msg;
use supdeck::tui::seen::Seen;
use supdeck::tui::state::{Demand, Dialog, Settings};

use crate::support::fleet::{Cast, Driver, targets};

fn says(desk: &Driver) -> Vec<String> {
    let all = &desk.asked().disclosures;
    all.iter().map(|said| said.text.clone()).collect()
}

fn chosen(desk: &Driver) -> Vec<String> {
    targets(&desk.asked().schedule)
}

/// The shop, with `api-02/web:a` under the cursor and the dialog to restart it open.
fn restarting() -> Driver {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R");
    assert_eq!(chosen(&desk), ["api-02/web:a"]);
    desk
}

#[test]
fn y_after_the_dialog_could_be_read_sends_what_it_named() {
    let mut desk = restarting();
    desk.read().press("y");
    let (id, schedule) = desk.runs().remove(0);
    assert_eq!(targets(&schedule), ["api-02/web:a"]);
    assert_eq!(schedule.action, Action::Restart);
    assert!(matches!(desk.state.dialogs.last(), Some(Dialog::Run(shown)) if *shown == id));
}

#[test]
fn enter_is_no_and_so_are_n_esc_q_and_ctrl_c() {
    for key in ["enter", "n", "esc", "q", "ctrl-c"] {
        let mut desk = restarting();
        desk.read().press(key);
        assert!(desk.state.dialogs.is_empty(), "{key}");
        assert_eq!(desk.told(), "nothing was sent", "{key}");
        assert!(desk.effects.is_empty(), "{key}");
    }
}

#[test]
fn keys_before_the_frame_and_soon_after_it_do_not_count() {
    let mut desk = restarting();
    desk.wait(5000).press("y");
    assert!(desk.runs().is_empty(), "never painted");
    desk.look().press("y").wait(299).press("y");
    assert!(desk.runs().is_empty(), "too soon to have been read");
    desk.look().wait(1).press("y");
    assert_eq!(desk.runs().len(), 1, "counted from the first frame");
}

#[test]
fn the_key_that_opens_never_confirms() {
    for key in ["R", "S", "T", "K"] {
        let mut desk = Cast::shop().open();
        desk.press("5 *").press(key);
        for _ in 0..20 {
            desk.read().press(key);
        }
        assert!(desk.runs().is_empty(), "{key}");
    }
}

#[test]
fn targets_are_frozen_when_it_opens() {
    let mut desk = restarting();
    desk.look();
    desk.poll("api-02", &[("cron", Running), ("web:b", Fatal)]);
    desk.poll("api-01", &[("aaa", Fatal), ("web:a", Fatal)]);
    desk.look();
    assert_ne!(desk.cursor(), "api-02/web:a", "the cursor had to move");
    desk.wait(300).press("y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn what_was_read_of_each_target_goes_along() {
    let mut desk = restarting();
    desk.look();
    desk.poll(
        "api-02",
        &[("cron", Running), ("web:a", Stopped), ("web:b", Fatal)],
    );
    desk.read().press("y");
    let (_, schedule) = desk.runs().remove(0);
    let token = schedule.operations[0].token.clone().unwrap();
    assert_eq!((token.state, token.supervisor), (Running, Some(77)));
    assert!(token.pid.is_some());
}

#[test]
fn a_protected_environment_wants_the_number() {
    let mut desk = Cast::shop().open();
    desk.press("5 * R").read();
    assert_eq!(chosen(&desk).len(), 6);
    assert_eq!(desk.asked().protected.as_deref(), Some("prod"));
    assert_eq!(desk.asked().demand, Demand::Typed("6".to_owned()));
    desk.press("y y y");
    assert!(desk.runs().is_empty(), "y is not enough");
    desk.press("5 enter");
    assert!(desk.runs().is_empty(), "a wrong number sends nothing");
    assert_eq!(desk.told(), "\"5\" is not \"6\"; nothing was sent");
    desk.press("6 7 backspace enter");
    assert_eq!(desk.sent().len(), 6);
}

#[test]
fn a_number_typed_ahead_does_not_count() {
    let mut desk = Cast::shop().open();
    desk.press("5 * R 6 enter");
    assert!(desk.runs().is_empty() && desk.state.dialogs.is_empty());
    desk.press("R 6")
        .look()
        .press("6")
        .wait(299)
        .press("6 enter");
    assert!(desk.runs().is_empty() && desk.state.dialogs.is_empty());
}

#[test]
fn enter_on_an_empty_line_is_no() {
    let mut desk = Cast::shop().open();
    desk.press("5 * R").read().press("enter");
    assert!(desk.state.dialogs.is_empty() && desk.runs().is_empty());
}

#[test]
fn pasted_text_confirms_nothing() {
    let mut desk = Cast::shop().open();
    desk.press("5 * R").read().paste("6\n").paste("6");
    assert_eq!(desk.asked().typed, "");
    assert_eq!(desk.told(), "pasted text never confirms anything; type it");
    desk.press("enter");
    assert!(desk.runs().is_empty());

    let mut desk = restarting();
    desk.read().paste("y").paste("yyy\ny\n");
    assert!(desk.runs().is_empty());
}

#[test]
fn grave_actions_want_the_nodes_name_or_the_number() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k K K").read();
    assert_eq!(desk.asked().schedule.action, Action::Signal(Signal::Kill));
    assert_eq!(desk.asked().demand, Demand::Typed("api-02".to_owned()));
    desk.press("y enter");
    assert!(desk.runs().is_empty());
    desk.press("esc 5 G k K K").read();
    desk.type_text("api-02").press("enter");
    assert_eq!(desk.sent(), ["api-02/web:a"]);

    desk.press("esc a D").read();
    assert_eq!(desk.asked().schedule.action, Action::ClearLogs);
    assert_eq!(desk.asked().demand, Demand::Typed("api-02".to_owned()));
    desk.press("esc 2 G a X").read();
    assert_eq!(desk.asked().schedule.action, Action::ShutDownSupervisor);
    let name = desk.cursor();
    assert_eq!(desk.asked().demand, Demand::Typed(name.clone()));
    assert!(says(&desk).contains(&"Every process on it stops.".to_owned()));
    desk.type_text(&name).press("enter");
    assert_eq!(desk.sent(), [format!("{name}/supervisord")]);
}

#[test]
fn a_milder_signal_wants_a_key() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k K h").read();
    assert_eq!(desk.asked().schedule.action, Action::Signal(Signal::Hup));
    desk.press("y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn what_the_filter_hides_is_named_and_can_be_dropped() {
    let mut desk = Cast::shop().open();
    desk.press("5 /").type_text("web:a").press("enter *");
    desk.press("/ ctrl-u").type_text("api-02").press("enter R");
    assert_eq!(chosen(&desk), ["api-01/web:a", "api-02/web:a"]);
    let hidden: Vec<_> = desk
        .asked()
        .hidden
        .iter()
        .map(|id| id.node.as_str())
        .collect();
    assert_eq!(hidden, ["api-01"]);
    assert!(says(&desk).contains(&"1 of the 2 are HIDDEN by the filter.".to_owned()));
    desk.read().press("x y");
    assert!(
        desk.runs().is_empty(),
        "it has changed and has to be read again"
    );
    assert_eq!(chosen(&desk), ["api-02/web:a"]);
    assert_eq!(says(&desk), ["All 1 are shown under the current filter."]);
    desk.read().press("y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn if_all_is_hidden_dropping_it_leaves_the_question_as_it_was() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k space /").type_text("pg").press("enter R");
    desk.read().press("x");
    assert_eq!(chosen(&desk), ["api-02/web:a"]);
    assert_eq!(desk.asked().hidden.len(), 1);
    assert_eq!(desk.told(), "nothing would be left to do");
}

#[test]
fn the_process_of_a_log_may_be_hidden_too() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k l tab /")
        .type_text("pg")
        .press("enter tab T");
    assert_eq!(chosen(&desk), ["api-02/web:a"]);
    assert_eq!(desk.asked().hidden.len(), 1);
    assert!(says(&desk)[0].contains("HIDDEN"), "{:?}", says(&desk));
}

#[test]
fn a_restart_leaves_alone_what_was_stopped_unless_asked() {
    let mut desk = Cast::shop().open();
    desk.press("4 g j R");
    assert_eq!(desk.cursor(), "cron");
    assert_eq!(chosen(&desk), ["api-02/cron"]);
    let out = "Left out: cron on api-01 (STOPPED; w starts them too).";
    assert!(says(&desk).contains(&out.to_owned()), "{:?}", says(&desk));
    desk.read().press("w y");
    assert!(
        desk.runs().is_empty(),
        "it has changed and has to be read again"
    );
    assert_eq!(chosen(&desk), ["api-01/cron", "api-02/cron"]);
    desk.read().press("w");
    assert_eq!(chosen(&desk), ["api-02/cron"], "and back");
    desk.press("w").read().press("y");
    let (_, schedule) = desk.runs().remove(0);
    assert_eq!(schedule.action, Action::RestartOrStart);
    assert_eq!(targets(&schedule).len(), 2);
}

#[test]
fn one_that_is_down_alone_says_which_key_starts_it() {
    let mut desk = Cast::shop().open();
    desk.press("5 j R");
    assert_eq!(
        desk.told(),
        "restart leaves cron alone, it is STOPPED; S starts it"
    );
    desk.press("j j S");
    assert_eq!(desk.told(), "start: it is RUNNING already");
    desk.press("g T");
    assert_eq!(desk.told(), "stop: it is FATAL already");
    assert!(desk.state.dialogs.is_empty());
}

#[test]
fn nodes_without_data_are_left_out_and_said_so() {
    let mut desk = Cast::shop().unasked("new-01").open();
    desk.poll("old-01", &[("lamp", Running), ("lift", Running)]);
    desk.lose("old-01").look();
    desk.press("5 * T");
    let all = chosen(&desk);
    assert!(all.iter().all(|name| !name.starts_with("old")), "{all:?}");
    assert!(says(&desk).contains(&"Left out: 2 processes (no data).".to_owned()));
    let no_data = |(_, reason): &(_, SkipReason)| *reason == SkipReason::NoData;
    let excluded = &desk.asked().schedule.excluded;
    assert_eq!(excluded.iter().filter(|out| no_data(out)).count(), 2);
    desk.press("esc 2 g T");
    assert_eq!(desk.cursor(), "old-01");
    assert_eq!(
        desk.told(),
        "stop: old-01 gives no data, nothing can be done there"
    );
}

#[test]
fn a_stop_says_what_still_runs_afterwards() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k T");
    assert!(says(&desk).contains(&"After this, 2 of 3 processes of web in stage run.".to_owned()));
    desk.press("n 4 /").type_text("web").press("enter T");
    assert_eq!(chosen(&desk).len(), 3);
    assert!(says(&desk).contains(&"After this, 0 of 3 processes of web in stage run.".to_owned()));
    let unneeded = "1 of those chosen needs nothing (FATAL).";
    assert!(
        says(&desk).contains(&unneeded.to_owned()),
        "{:?}",
        says(&desk)
    );
}

#[test]
fn the_strictest_environment_rules() {
    let mut desk = Cast::shop().open();
    desk.press("3 space space R");
    assert_eq!(desk.asked().places, "prod, stage");
    assert!(desk.asked().wants_number());
}

#[test]
fn a_rhythm_can_be_chosen_and_is_remembered_for_its_environment() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R").read().press("h h");
    let rolling = (desk.asked().schedule.mode, desk.asked().schedule.stop_after);
    assert_eq!(rolling.0.at_once(), 2);
    assert_eq!(chosen(&desk), ["api-02/web:a"]);
    desk.press("y");
    let (_, sent) = desk.runs().remove(0);
    assert_eq!((sent.mode, sent.stop_after), rolling);
    desk.press("esc T");
    let again = desk.asked();
    assert_eq!((again.schedule.mode, again.schedule.stop_after), rolling);
    desk.press("n G R").read();
    assert_eq!(desk.asked().places, "prod");
    assert_ne!(desk.asked().schedule.mode, rolling.0, "another environment");
    desk.press("h").press("1 enter");
    assert_eq!(desk.runs().len(), 1);
    desk.press("esc k T");
    assert_eq!(desk.asked().schedule.mode, rolling.0, "both are remembered");
}

#[test]
fn a_rhythm_that_was_not_confirmed_is_forgotten() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R").read();
    let usual = desk.asked().schedule.mode;
    desk.press("h n R");
    assert_eq!(desk.asked().schedule.mode, usual);
}

#[test]
fn the_same_can_be_seen_as_commands_without_leaving_the_question() {
    let mut desk = restarting();
    desk.read().press("t");
    assert!(matches!(desk.state.dialogs.last(), Some(Dialog::Pager(_))));
    desk.press("y");
    assert!(desk.runs().is_empty(), "there y copies");
    desk.wait(300).press("esc y");
    assert_eq!(desk.sent(), ["api-02/web:a"]);
}

#[test]
fn its_list_scrolls_and_stops_at_its_end() {
    for (open, scroller) in [("5 * R", "down"), ("5 k R", "j")] {
        let mut desk = Cast::shop().open();
        desk.seen.dialog_rows = (4, 10);
        desk.press(open).read().press(scroller);
        assert_eq!(desk.asked().scroll, 1, "{open}");
        desk.press("pgdn");
        assert_eq!(desk.asked().scroll, 5, "{open}");
        for _ in 0..9 {
            desk.press(scroller);
        }
        assert_eq!(desk.asked().scroll, 6, "{open}");
        desk.press("pgup pgup up");
        assert_eq!(desk.asked().scroll, 0, "{open}");
    }
}

#[test]
fn without_a_journal_nothing_is_changed_even_if_it_breaks_in_between() {
    let broken = || Event::Warned(Warning::Journal("disk full".to_owned()));
    let mut desk = restarting();
    desk.read().tell(broken()).press("y");
    assert!(desk.runs().is_empty());
    assert!(desk.told().contains("disk full"), "{}", desk.told());
    desk.press("esc R");
    assert!(desk.state.dialogs.is_empty());
    desk.tell(Event::Journaled(vec!["line".to_owned()]));
    desk.press("R").read().press("y");
    assert_eq!(desk.runs().len(), 1);
}

#[test]
fn flapping_processes_are_targets_too() {
    let mut desk = Cast::new()
        .node("n", &[("a", Backoff), ("b", Starting), ("c", Fatal)])
        .open();
    desk.press("5 * R");
    assert_eq!(chosen(&desk).len(), 3);
    desk.press("n T");
    assert_eq!(chosen(&desk), ["n/a", "n/b"]);
}

mod fast_lane {
    use super::*;

    fn open() -> Driver {
        Cast::shop().open_with(Settings {
            restart_single_unasked: true,
            ..Settings::default()
        })
    }

    #[test]
    fn one_restart_outside_protected_environments_goes_at_once() {
        let mut desk = open();
        desk.press("5 G k R");
        assert_eq!(desk.sent(), ["api-02/web:a"]);
    }

    #[test]
    fn everything_else_asks() {
        for keys in [
            "5 G R",
            "5 G k T",
            "5 G k S",
            "5 * R",
            "5 G k K h",
            "4 g j R",
        ] {
            let mut desk = open();
            desk.press(keys);
            assert!(desk.runs().is_empty(), "{keys}");
        }
    }

    #[test]
    fn what_the_filter_hides_asks() {
        let mut desk = open();
        desk.press("5 G k space /").type_text("pg").press("enter R");
        assert!(desk.runs().is_empty());
        assert_eq!(desk.asked().hidden.len(), 1);
    }
}

#[test]
fn commands_that_mean_nothing_in_it_do_nothing() {
    for command in Command::ALL {
        let ends = [
            Command::Yes,
            Command::No,
            Command::Back,
            Command::Leave,
            Command::Interrupt,
            Command::Open,
            Command::AsCommands,
        ];
        if ends.contains(command) {
            continue;
        }
        let mut desk = restarting();
        desk.read().fold(Msg::Command(*command));
        assert_eq!(chosen(&desk), ["api-02/web:a"], "{}", command.name());
        assert!(desk.runs().is_empty());
    }
}

#[test]
fn more_than_a_few_targets_are_summed_up_by_group() {
    let mut desk = Cast::shop().open();
    desk.state.session.settings.few_targets = 2;
    desk.press("5 / ").type_text("group:web").press("enter * R");
    let sums = says(&desk);
    assert!(
        sums.iter()
            .any(|text| text.starts_with("That is ") && text.contains(" of web")),
        "{sums:?}"
    );
    desk.state.session.settings.few_targets = 100;
    desk.press("n R");
    assert!(!says(&desk).iter().any(|text| text.starts_with("That is ")));
}

#[test]
fn a_dialog_that_is_not_on_screen_takes_no_yes() {
    let mut desk = Cast::shop().open();
    desk.press("5 G k R").read();
    desk.fold(Msg::Drawn(Seen {
        dialog_painted: false,
        ..desk.state.seen
    }));
    desk.press("y");
    assert!(desk.runs().is_empty());
}

#[test]
fn of_many_groups_the_first_are_told_and_the_others_together() {
    let names: Vec<String> = ('a'..='i').map(|letter| format!("{letter}:x")).collect();
    let processes: Vec<_> = names.iter().map(|name| (name.as_str(), Running)).collect();
    let mut desk = Cast::new().node("n", &processes).open();
    desk.press("5 *");
    desk.press("T").read();
    let told = [
        "After this, 0 of 1 processes of a run.",
        "After this, 0 of 1 processes of b run.",
        "After this, 0 of 1 processes of c run.",
        "After this, 0 of 6 processes of the others run.",
    ];
    assert_eq!(says(&desk), told);
    desk.press("n R").read();
    let told = says(&desk);
    let others = "That is 6 of 6 processes of the others.";
    assert!(told.iter().any(|text| text == others), "{told:?}");
}

#[test]
fn what_is_in_a_state_nobody_knows_is_left_alone() {
    for key in ["R", "S", "T"] {
        let mut desk = Cast::new()
            .node(
                "n-1",
                &[("odd", Unknown(999)), ("up", Running), ("down", Stopped)],
            )
            .open();
        desk.press("5 *").press(key);
        let schedule = &desk.asked().schedule;
        assert!(!targets(schedule).contains(&"n-1/odd".to_owned()), "{key}");
        let odd = |(subject, reason): &(supdeck::model::Subject, SkipReason)| {
            subject.label().as_str() == "odd" && *reason == SkipReason::StateUnknown
        };
        assert!(schedule.excluded.iter().any(odd), "{key}: {schedule:?}");
    }
}
