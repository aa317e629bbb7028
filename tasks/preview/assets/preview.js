"use strict";
const frame = document.querySelector("iframe");
const answer = document.getElementById("answer");
const faults = document.getElementById("faults");

const item = (text) => {
  const element = document.createElement("li");
  element.className = "fault";
  element.textContent = text;
  return element;
};

window.addEventListener("message", ({ data, source }) => {
  if (source !== frame.contentWindow || data?.groundTruthPreview !== true) return;
  if (data.fault !== undefined) faults.append(item(data.fault));
  if (data.answer === undefined) return;
  answer.textContent = JSON.stringify(
    data.answer,
    (key, value) => (key === "pngImageData" && value.length > 60 ? `${value.slice(0, 60)}…` : value),
    2,
  );
  document.getElementById("not-submitted").textContent =
    data.faults.length === 0 ? "" : `AWS's form would not submit it: ${data.faults.join("; ")}`;
});

// `preview --watch` says when a file changed, and that the template could not be rendered is no reason to give up.
if (location.protocol === "http:") {
  const version = document.body.dataset.version;
  const look = async () => {
    try {
      const now = await (await fetch("/version")).text();
      if (now !== version) location.reload();
    } catch {
      document.getElementById("watching").textContent = "The preview has ended.";
    }
  };
  setInterval(look, 700);
}
