//! The pictures of the README, written where an environment variable asks for them.

use std::fs;
use std::path::Path;

use super::super::support::build::troubled;
use super::super::support::screen::Screen;
use super::super::support::svg::{Ground, rasterize};
use super::dialogs::{in_prod, under_way};
use super::logs::followed;

/// Set, the pictures are written anew.
const WANTED: &str = "SUPDECK_SCREENSHOTS";
/// The largest PNG that a README should load.
const LARGEST: usize = 300_000;

#[test]
fn pictures_are_what_the_program_draws() {
    let wide = (120, 40);
    let picture = |name: &str, screen: Screen, ground| write(name, screen, ground);
    picture(
        "dashboard-dark",
        Screen::new(troubled()).at(wide),
        Ground::Dark,
    );
    picture(
        "dashboard-light",
        Screen::new(troubled()).at(wide).themed("light"),
        Ground::Light,
    );
    let mono = Screen::new(troubled()).at((80, 24)).themed("mono");
    picture("dashboard-80x24-mono", mono, Ground::Dark);
    picture(
        "confirm-dark",
        in_prod().press("T").wait(400).type_in("2").at((120, 34)),
        Ground::Dark,
    );
    picture("run-dark", under_way().at((120, 34)), Ground::Dark);
    picture("logs-dark", followed().at((160, 34)), Ground::Dark);
    let groups = Screen::new(troubled())
        .press("4")
        .at((120, 20))
        .themed("light");
    picture("groups-light", groups, Ground::Light);
    let nodes = Screen::new(troubled()).press("2 j j j enter").at(wide);
    picture("node-dark", nodes, Ground::Dark);
}

fn write(name: &str, mut screen: Screen, ground: Ground) {
    let svg = screen.picture(ground);
    assert!(svg.contains("supdeck"), "{name} shows the program");
    if std::env::var_os(WANTED).is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.svg")), &svg).unwrap();
    let png = [2.0, 1.5, 1.0]
        .into_iter()
        .map(|scale| rasterize(&svg, scale));
    let png = png.into_iter().find(|png| png.len() < LARGEST).unwrap();
    fs::write(folder.join(format!("{name}.png")), png).unwrap();
}
