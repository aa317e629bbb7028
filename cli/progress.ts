/** One line that says what is being waited for, on a terminal and nowhere else. */
interface Progress {
  /** What is waited for from now on; nothing takes the line away. */
  show(text: string | undefined): void;
  end(): void;
}

/** Before this nobody has begun to wonder. */
const silentFor = 2000;

/** @param redraw writes the last line of the terminal anew; undefined where there is none */
export function startProgress(redraw: ((text: string) => void) | undefined): Progress {
  if (redraw === undefined) return { show: () => undefined, end: () => undefined };
  const begin = performance.now();
  let text: string | undefined;
  let isShown = false;
  const clear = () => {
    if (isShown) redraw("");
    isShown = false;
  };
  const draw = () => {
    const passed = performance.now() - begin;
    if (text === undefined || passed < silentFor) return;
    redraw(`${text} … ${Math.round(passed / 1000)} s`);
    isShown = true;
  };
  const timer = setInterval(draw, 500);
  timer.unref();
  return {
    show(next) {
      text = next;
      clear();
      draw();
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
