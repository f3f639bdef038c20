#!/usr/bin/env bash
# The big numbers before a release: the same tests as always, with many more tries. Prints what they
# counted, each with the seed of its run. Takes hours; LESS=100 divides every number by 100.
set -euo pipefail
cd "$(dirname "$0")/.."

less=${LESS:-1}
at_least_one() { local n=$(($1 / less)); echo $((n > 0 ? n : 1)); }

run() {
    local number
    number=$(at_least_one "$2")
    env "$1=$number" cargo test --locked --test it -- --exact --nocapture "$3" | tee /dev/stderr \
        | grep '1 passed' >/dev/null || { echo "$3 did not pass" >&2; exit 1; }
}

# What is claimed of cut actions, against what the nodes did (R8, R9).
run SUPDECK_CUTS 100000 engine::truth::no_claim_about_a_cut_action_is_false_and_nothing_is_done_twice
run SUPDECK_REAL_CUTS 2000 engine::truth::nor_is_any_about_a_real_supervisord_by_its_own_log
# Targets between the key and the confirmation (R10).
run SUPDECK_RACES 100000 \
    update::races::whatever_happens_between_the_frame_and_the_last_key_no_other_target_is_sent
# Plans and command lines that must change nothing (R11).
run SUPDECK_PLANS 10000 engine::read_only::no_plan_gets_a_change_past_the_read_only_mode
run SUPDECK_DRY_RUNS 10000 \
    cli::dry_runs::no_command_line_that_promises_to_change_nothing_changes_anything
# Terminals that go away at any byte (R6), and the console on a fleet that is never well (R1, R2, R3).
run SUPDECK_HANG_UPS 1000 terminal::hang_up::it_ends_in_the_middle_of_whatever_it_writes
run SUPDECK_SOAK_SECONDS 7200 \
    soak::whatever_nodes_and_fingers_do_it_goes_on_and_leaves_nothing_over
