/**
 * What is looked at (data, algorithm, K, first guess), the two editing modes, and the
 * steps. A control that can do nothing now is disabled, and never holds the focus.
 */

import { h, icon, keepChildren, setAttribute, setText } from "./dom.js";

const ICONS = {
  reset: "M3 3v4h4M3.6 7A5 5 0 1 1 3 9.5",
  back: "M10 3 5 8l5 5M13 3v10",
  fold: "M6 3l5 5-5 5",
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
};

/** Steps a second. */
export const SPEEDS = [
  ["slow", 1],
  ["normal", 3],
  ["fast", 12],
];

/**
 * The bar above: data, algorithm, K, first guess, add and remove.
 *
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {(mode: string|null) => void} options.setMode
 * @param {() => void} options.toggleContours
 * @param {(name: string) => void} options.toggleBelow what lies under the points
 * @param {() => import("./explorer.js").Ui} options.ui
 * @param {string} options.shareName
 * @param {() => void} options.share copies what is on screen
 * @param {() => void} options.prefetch fetches what few use, among it the data sets
 */
export function createSetup(options) {
  const { act, setMode, toggleContours, toggleBelow, ui, prefetch, share, shareName } = options;
  const data = select("Data set", (id) => act({ name: "set_data", data: id }));
  for (const opens of ["focusin", "pointerdown"]) data.label.addEventListener(opens, prefetch);
  const guess = select("First guess", (id) => act({ name: "set_first_guess", guess: id }));
  const radios = h("div", { class: "mlx-segments", role: "radiogroup", "aria-label": "Algorithm" });

  const count = h("input", {
    type: "number",
    min: "1",
    step: "1",
    inputmode: "numeric",
    "aria-label": "K",
  });
  let typing = false;
  count.addEventListener("input", () => {
    typing = true;
  });
  count.addEventListener("change", () => {
    typing = false;
    // An empty field is no question: it goes back to what is shown.
    if (Number.isFinite(count.valueAsNumber)) act({ name: "set_k", K: count.valueAsNumber });
    else count.value = count.dataset.shown;
  });
  const by = (step) => act({ name: "set_k", K: Number(count.dataset.shown) + step });
  const fewer = h(
    "button",
    { type: "button", "aria-label": "One component fewer", onclick: () => by(-1) },
    "−",
  );
  const more = h(
    "button",
    { type: "button", "aria-label": "One component more", onclick: () => by(1) },
    "+",
  );
  const stepper = h(
    "div",
    { class: "mlx-field" },
    h("span", { "aria-hidden": "true" }, "K"),
    h("div", { class: "mlx-stepper" }, fewer, count, more),
  );

  const add = mode("Add points", "add");
  const remove = mode("Remove points", "remove");
  function mode(name, id) {
    return h(
      "button",
      { type: "button", onclick: () => setMode(ui().mode === id ? null : id) },
      name,
    );
  }

  const predict = h(
    "button",
    {
      type: "button",
      title: "Say where the means will go, then step",
      onclick: () => act({ name: "predict", on: predict.ariaPressed !== "true" }),
    },
    "Predict",
  );
  const many = h(
    "button",
    {
      type: "button",
      title: "Run 20 starts from points drawn at random, and compare where they end",
      onclick: () => act({ name: "try_starts", count: 20 }),
    },
    "20 starts",
  );
  const sides = h(
    "button",
    {
      type: "button",
      title: "A second run beside this one, driven by the same steps",
      onclick: () => act({ name: "compare", run: sides.value || null }),
    },
    "Side by side",
  );
  const copy = h(
    "button",
    { type: "button", title: "Copy the start on screen, to hand it on", onclick: share },
    shareName,
  );
  const contours = h(
    "button",
    { type: "button", title: "Lines of equal density, one nat apart", onclick: toggleContours },
    "Contours",
  );
  const shade = h(
    "button",
    {
      type: "button",
      title: "The density as a surface of shade",
      onclick: () => toggleBelow("shade"),
    },
    "Shade",
  );

  const settings = h(
    "div",
    { class: "mlx-settings" },
    data.label,
    radios,
    stepper,
    guess.label,
    h("div", { class: "mlx-modes" }, predict, sides, many, contours, shade, add, remove, copy),
  );
  const now = h("span", { class: "mlx-now" });
  const unfold = h(
    "button",
    { type: "button", class: "mlx-fold", onclick: () => show(settings.hidden) },
    icon(ICONS.fold),
    h("span", {}, "Settings"),
    now,
  );
  const element = h("div", { class: "mlx-setup" }, settings);
  let folds = null; // whether they can be folded, once that is known

  function show(on) {
    settings.hidden = !on;
    setAttribute(unfold, "aria-expanded", String(on));
  }

  return {
    element,

    /** On a narrow screen the settings fold under one button, which says what they are. */
    fold(narrow) {
      if (folds === narrow) return;
      folds = narrow;
      if (narrow) element.prepend(unfold);
      else unfold.remove();
      show(!narrow);
    },

    update(frame) {
      const can = (name) => frame.legal.includes(name);
      data.show(frame.datasets, frame.data, can("set_data"));
      guess.show(frame.guesses, frame.guess, can("set_first_guess"));

      const choice = frame.algorithms.length > 1 ? frame.algorithms : [];
      setAttribute(radios, "hidden", choice.length === 0);
      keepChildren(radios, choice.length, () =>
        h("button", {
          type: "button",
          role: "radio",
          onclick: (event) => act({ name: "set_algorithm", algorithm: event.currentTarget.value }),
        }),
      );
      choice.forEach((algorithm, k) => {
        const on = algorithm === frame.algorithm;
        radios.children[k].value = algorithm;
        setText(radios.children[k], algorithm === "em" ? "EM" : "K-means");
        setAttribute(radios.children[k], "aria-checked", String(on));
        setAttribute(radios.children[k], "tabindex", on ? "0" : "-1");
      });

      const { label } = frame.datasets.find(({ id }) => id === frame.data);
      setText(now, `${label}, K = ${frame.K}`);

      const held = document.activeElement;
      setAttribute(count, "max", frame.K_max);
      count.dataset.shown = frame.K;
      if (!typing && count.value !== String(frame.K)) count.value = frame.K;
      setAttribute(count, "disabled", !can("set_k"));
      setAttribute(fewer, "disabled", !can("set_k") || frame.K <= 1);
      setAttribute(more, "disabled", !can("set_k") || frame.K >= frame.K_max);
      if ((held === fewer && fewer.disabled) || (held === more && more.disabled)) count.focus();

      setAttribute(predict, "hidden", !can("predict") && !frame.prediction);
      setAttribute(many, "hidden", !can("try_starts"));
      setAttribute(sides, "hidden", !can("compare"));
      setAttribute(sides, "aria-pressed", String(frame.beside !== null));
      // With EM on screen K-means, with K-means EM; where there is one alone, another start.
      const other = frame.algorithms.find((algorithm) => algorithm !== frame.algorithm) ?? "random";
      sides.value = frame.beside ? "" : other;
      setAttribute(predict, "aria-pressed", String(frame.prediction !== null));
      setAttribute(contours, "hidden", !frame.handles.sigma);
      setAttribute(contours, "aria-pressed", String(ui().contours));
      setAttribute(shade, "hidden", !frame.handles.sigma);
      setAttribute(shade, "aria-pressed", String(ui().below === "shade"));
      for (const [button, id, action] of [
        [add, "add", "add_point"],
        [remove, "remove", "remove_point"],
      ]) {
        setAttribute(button, "aria-pressed", String(ui().mode === id));
        setAttribute(button, "disabled", !can(action) && ui().mode !== id);
      }
    },

    keydown(event) {
      // Radios: one Tab stop, arrows choose.
      if (event.target.getAttribute("role") !== "radio") return false;
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return false;
      const all = [...radios.children];
      const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
      next.focus();
      next.click();
      return true;
    },
  };
}

/** The button of the list of keys. */
export const createHelp = (showKeys) =>
  h(
    "button",
    {
      type: "button",
      class: "mlx-help",
      "aria-label": "Keys",
      "aria-haspopup": "dialog",
      title: "Keys",
      onclick: showKeys,
    },
    "?",
  );

/** A select with its name before it. */
function select(name, chosen) {
  const node = h("select", { onchange: () => chosen(node.value) });
  const label = h("label", { class: "mlx-field" }, h("span", {}, name), node);
  let options = "";
  return {
    label,
    show(items, value, enabled) {
      const wanted = JSON.stringify(items);
      if (wanted !== options) {
        options = wanted;
        node.replaceChildren(
          ...items.map(({ id, label: text }) => h("option", { value: id }, text)),
        );
      }
      if (node.value !== value) node.value = value;
      setAttribute(label, "hidden", items.length < 2);
      setAttribute(node, "disabled", !enabled);
    },
  };
}

const STEPS = {
  em: [
    ["e_step", "E-step"],
    ["m_step", "M-step"],
  ],
  kmeans: [
    ["assign", "Assign"],
    ["update", "Update"],
  ],
  none: [],
};

/**
 * The bar below: start over, back, play, and the two halves of a step.
 *
 * @param {object} options
 * @param {(action: object) => void} options.act
 * @param {import("./clock.js").Clock} options.clock
 */
export function createTransport({ act, clock }) {
  const button = (name, path, onclick) =>
    h("button", { type: "button", "aria-label": name, title: name, onclick }, icon(path));
  const reset = button("Start over", ICONS.reset, () => act({ name: "reset" }));
  const back = button("Step back", ICONS.back, () => act({ name: "back" }));
  const playIcon = icon(ICONS.play);
  const playName = h("span", {}, "Play");
  const play = h(
    "button",
    { type: "button", class: "mlx-play", onclick: () => clock.toggle() },
    playIcon,
    playName,
  );
  const steps = h("div", { class: "mlx-steps" });
  const speed = h(
    "select",
    { onchange: () => clock.setSpeed(Number(speed.value)) },
    ...SPEEDS.map(([name, rate]) =>
      h("option", { value: rate, selected: name === "normal" }, name),
    ),
  );
  const speedField = h("label", { class: "mlx-field mlx-speed" }, h("span", {}, "Speed"), speed);
  const element = h("div", { class: "mlx-transport" }, reset, back, play, steps, speedField);

  return {
    element,

    update(frame) {
      const can = (name) => frame.legal.includes(name);
      const names = STEPS[frame.algorithm];
      /** @type {any} */
      const focused = element.contains(document.activeElement) ? document.activeElement : null;

      keepChildren(steps, names.length, () =>
        h("button", {
          type: "button",
          class: "mlx-step",
          onclick: (event) => act({ name: event.currentTarget.value }),
        }),
      );
      names.forEach(([action, name], k) => {
        const node = steps.children[k];
        node.value = action;
        setText(node, name);
        setAttribute(node, "disabled", frame.next !== action);
      });
      setAttribute(reset, "disabled", !can("reset"));
      setAttribute(back, "disabled", !can("back"));
      const playing = clock.playing();
      setText(playName, playing ? "Pause" : "Play");
      setAttribute(playIcon.firstChild, "d", playing ? ICONS.pause : ICONS.play);
      for (const node of [play, speedField]) setAttribute(node, "hidden", names.length === 0);
      setAttribute(play, "disabled", !playing && !frame.next);

      // A disabled button drops the focus: hand it to the next step, so that Enter goes E, M, E, M.
      if (focused?.disabled) (steps.querySelector(":enabled") ?? play).focus();
    },
  };
}
