"use strict";
const form = document.querySelector(".filters");
const cards = [...document.querySelectorAll(".card")].map((element) => ({
  element,
  classes: JSON.parse(element.dataset.classes),
  confidence: element.dataset.confidence === "" ? undefined : Number(element.dataset.confidence),
  whom: element.dataset.whom.split(" "),
}));
const [byClass, byConfidence, byWhom, opacity, marks, count] = [
  "by-class",
  "by-confidence",
  "by-whom",
  "opacity",
  "marks",
  "count",
].map((id) => document.getElementById(id));

function show() {
  const most = byConfidence.value === "" ? undefined : Number(byConfidence.value);
  let shown = 0;
  for (const { element, classes, confidence, whom } of cards) {
    const fits =
      (byClass.value === "" || classes.includes(byClass.value)) &&
      (most === undefined || (confidence !== undefined && confidence <= most)) &&
      (byWhom.value === "" || whom.includes(byWhom.value));
    element.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown === cards.length ? "" : `${shown} of ${cards.length} shown`;
  document.body.classList.toggle("no-marks", !marks.checked);
  for (const mask of document.querySelectorAll(".mask")) mask.style.opacity = String(opacity.value / 100);
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
// The fields have their values back a moment later.
form.addEventListener("reset", () => setTimeout(show));
