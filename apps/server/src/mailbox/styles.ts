/** The style sheet of the page, in the colours of the e-mails. */
export const styles = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f1ea, #16150f);
  --card: light-dark(#fffefc, #1f1d1a);
  --ink: light-dark(#1f1d1a, #f3efe7);
  --muted: light-dark(#6b655c, #a9a297);
  --line: light-dark(#e6e0d5, #37342f);
  --hover: light-dark(#f6f3ed, #282521);
  --chosen: light-dark(#f0e9dd, #35302a);
  --accent: light-dark(#a9541f, #eaa16f);
  font: 15px/1.45 -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;
}
* { box-sizing: border-box; margin: 0; }
html, body { height: 100%; }
body { display: grid; grid-template-columns: minmax(300px, 380px) minmax(0, 1fr); background: var(--ground);
  color: var(--ink); }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
svg { display: block; }

nav { display: flex; flex-direction: column; min-height: 0; height: 100dvh; background: var(--card);
  border-right: 1px solid var(--line); }
nav header { display: flex; align-items: center; gap: 10px; height: 80px; flex: none; padding: 0 20px;
  border-bottom: 1px solid var(--line); }
.mark { color: var(--accent); }
.mark svg { width: 26px; height: 26px; stroke-width: 1.25; }
h1 { font-size: 17px; font-weight: 650; letter-spacing: -0.2px; }
.hint { margin-left: auto; font: 11.5px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  color: var(--muted); }
.away .hint { color: var(--accent); font-size: 0; }
.away .hint::after { content: 'server does not answer'; font-size: 11.5px; }
ol { list-style: none; padding: 8px; overflow-y: auto; flex: 1; scrollbar-width: thin;
  scrollbar-color: var(--line) transparent; }

.item { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; padding: 11px 12px 12px;
  border-radius: 10px; text-decoration: none; position: relative; }
.item:hover { background: var(--hover); }
.item[aria-current] { background: var(--chosen); }
.item > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.to, .item time { font-size: 13px; color: var(--muted); }
.subject { grid-column: 1 / -1; font-weight: 600; }
.snippet { grid-column: 1 / -1; font-size: 13.5px; color: var(--muted); }
.unseen .to { padding-left: 15px; color: var(--accent); font-weight: 600; }
.unseen::before { content: ''; position: absolute; left: 12px; top: 17px; width: 8px; height: 8px;
  border-radius: 50%; background: var(--accent); }

main { position: relative; min-width: 0; height: 100dvh; }
#reader { display: flex; flex-direction: column; height: 100%; }
#reader > header { position: relative; flex: none; min-height: 80px; padding: 12px 28px; background: var(--card);
  border-bottom: 1px solid var(--line);
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 24px; align-content: center;
    align-items: center; }
.back { display: none; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -0.3px; overflow-wrap: anywhere; }
.meta { grid-column: 1; display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 13.5px; color: var(--muted);
  overflow-wrap: anywhere; }
.meta b { color: var(--ink); font-weight: 500; }
.tools { grid-column: 2; grid-row: 1 / 3; display: flex; align-items: center; gap: 4px; }
.tabs { display: flex; margin-right: 8px; padding: 3px; border-radius: 10px; background: var(--ground); }
.tabs label { padding: 5px 14px; border-radius: 8px; font-size: 13.5px; font-weight: 600; color: var(--muted);
  cursor: pointer; }
.tool { display: grid; place-items: center; width: 34px; height: 34px; border-radius: 8px; color: var(--muted);
  cursor: pointer; }
.tool:hover { background: var(--hover); color: var(--ink); }

.choice { position: absolute; width: 1px; height: 1px; opacity: 0; pointer-events: none; }
main:has(#as-html:checked) [for='as-html'], main:has(#as-text:checked) [for='as-text'] { background: var(--card);
  color: var(--ink); box-shadow: 0 1px 2px #0003; }
main:has(#as-shaded:checked) [for='as-shaded'],
main:has(#as-phone:checked) [for='as-phone'] {
  background: var(--chosen);
  color: var(--accent);
}
main:has(#as-html:focus-visible) [for='as-html'], main:has(#as-text:focus-visible) [for='as-text'],
main:has(#as-shaded:focus-visible) [for='as-shaded'],
main:has(#as-phone:focus-visible) [for='as-phone'] {
  outline: 2px solid var(--accent);
}

iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: var(--ground); color-scheme: light dark; }
main:has(#as-phone:checked) iframe { width: 390px; max-width: 100%; align-self: center; border: solid var(--line);
  border-width: 0 1px; }
@media (prefers-color-scheme: light) { main:has(#as-shaded:checked) iframe { color-scheme: dark; } }
@media (prefers-color-scheme: dark) { main:has(#as-shaded:checked) iframe { color-scheme: light; } }
#reader > pre { display: none; flex: 1; min-height: 0; overflow: auto; padding: 32px clamp(16px, 5vw, 64px);
  white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13.5px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
#reader > pre a { color: var(--accent); }
main:has(#as-text:checked) #reader > iframe { display: none; }
main:has(#as-text:checked) #reader > pre { display: block; }
main:has(#as-text:checked) .tool { visibility: hidden; }

.empty { margin: auto; padding: 24px; max-width: 520px; text-align: center; color: var(--muted); }
.envelope { margin: 0 auto 26px; stroke: var(--accent); opacity: 0.75; }
.empty h2 { color: var(--ink); margin-bottom: 8px; }
.empty code { font-size: 0.93em; color: var(--ink); }
.empty pre { margin: 20px 0; padding: 16px 20px; border: 1px solid var(--line); border-radius: 12px;
  background: var(--card); color: var(--ink); text-align: left; overflow-x: auto;
  font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; }
.aside { font-size: 13.5px; }

@media (max-width: 760px) {
  body { display: block; }
  .reading nav, .choosing:has(.item) main { display: none; }
  .choosing:not(:has(.item)) { display: flex; flex-direction: column; }
  .choosing:not(:has(.item)) nav { height: auto; border: 0; }
  .choosing:not(:has(.item)) ol { display: none; }
  .choosing:not(:has(.item)) main { flex: 1; height: auto; }
  nav { border-right: 0; }
  .back { display: inline-flex; align-items: center; gap: 2px; grid-column: 1 / -1; margin: 0 0 6px -5px;
    padding: 4px 8px 4px 0; color: var(--accent); font-weight: 600; text-decoration: none; justify-self: start; }
  #reader > header { display: block; padding: 10px 16px 12px; }
  nav header { height: 60px; }
  h2 { font-size: 18px; }
  .meta { margin-top: 4px; }
  .tools { margin-top: 12px; }
  .tools [for='as-phone'] { display: none; }
  .choosing .item[aria-current] { background: none; }
  #reader > pre { padding: 20px 8px; font-size: max(9px, 2.4vw); }
}
`;
