"""No name on the career map lies on another name, on a line or on a station: measured as Chromium draws them."""

import pytest

from bench.cities import make_city
from tests.browser.conftest import DESK, OpenPage

# For each name: what else it touches. Boxes are those of the letters; lines are followed every two pixels.
MEASURE = """() => {
  const svg = document.querySelector('svg.map'), scale = svg.getScreenCTM().a, found = [];
  const names = [...svg.querySelectorAll('.map__name, .map__family')].map(text => [text.textContent, text.getBBox()]);
  const levels = [...svg.querySelectorAll('.map__level')].map(text => [text.textContent, text.getBBox()]);
  const boxes = [...names, ...levels];
  const near = (b, x, y, r) => x > b.x - r && x < b.x + b.width + r && y > b.y - r && y < b.y + b.height + r;
  boxes.forEach(([name, box], n) => boxes.slice(n + 1).forEach(([other, b]) => {
    if (box.x < b.x + b.width && b.x < box.x + box.width && box.y < b.y + b.height && b.y < box.y + box.height)
      found.push(`${name} lies on ${other}`);
  }));
  for (const ring of svg.querySelectorAll('.map__ring')) {
    const [x, y, r] = ['cx', 'cy', 'r'].map(key => ring[key].baseVal.value);
    for (const [name, box] of boxes) if (near(box, x, y, r)) {
      const dx = Math.max(box.x - x, 0, x - box.x - box.width), dy = Math.max(box.y - y, 0, y - box.y - box.height);
      if (Math.hypot(dx, dy) < r) found.push(`${name} lies on a station`);
    }
  }
  for (const path of svg.querySelectorAll('.map__pieces path, .map__hop')) {
    const half = parseFloat(getComputedStyle(path).strokeWidth) / 2, long = path.getTotalLength();
    const crossed = new Set();
    for (let at = 0; at < long; at += 2) {
      const {x, y} = path.getPointAtLength(at);
      for (const [name, box] of boxes) if (near(box, x, y, half)) crossed.add(name);
    }
    for (const name of crossed) found.push(`${name} lies on ${path.getAttribute('class') || 'a line'}`);
  }
  const whole = svg.viewBox.baseVal;
  for (const [name, box] of boxes)
    if (box.x < 0 || box.y < 0 || box.x + box.width > whole.width || box.y + box.height > whole.height)
      found.push(`${name} reaches beyond the map`);
  return {found, names: names.length, type: 13 * scale};
}"""


@pytest.mark.parametrize(("families", "titles"), [(3, 14), (8, 70), (12, 150)])
def test_no_name_lies_on_anything(open_page: OpenPage, families: int, titles: int) -> None:
    make_city(families, titles)
    page = open_page("/pathways/", width=DESK)
    page.evaluate("document.fonts.ready")
    measured = page.evaluate(MEASURE)
    assert not measured["found"], "\n".join(measured["found"][:20])
    assert measured["names"] == families + titles
    # What is measured can be read, too: without zooming no smaller than 10 pixels.
    assert measured["type"] > 10
