/** The style sheet of the pages behind links in e-mails, in the colours of the e-mails. */
export const styles = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f1ea, #16150f);
  --card: light-dark(#ffffff, #211f1c);
  --ink: light-dark(#1f1d1a, #f3efe7);
  --muted: light-dark(#6b655c, #a9a297);
  --line: light-dark(#e8e3d9, #3a3732);
  --field: light-dark(#8a8378, #837c70);
  --solid: light-dark(#1f1d1a, #f3efe7);
  --on-solid: light-dark(#ffffff, #1f1d1a);
  --good: light-dark(#1a6b4a, #86d8b1);
  --bad: light-dark(#a1372a, #f4a79b);
  --accent: light-dark(#a9541f, #eaa16f);
  font: 16px/1.55 -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; padding: clamp(20px, 8vh, 88px) 16px 40px; background: var(--ground); color: var(--ink); }
body > * { width: 100%; max-width: 440px; margin-inline: auto; }
body > header { display: flex; align-items: center; gap: 11px; padding: 0 4px 18px; font-weight: 600; }
.mark { display: grid; place-items: center; width: 30px; height: 30px; border-radius: 8px; background: var(--solid);
  color: var(--on-solid); font-weight: 700; }
main { padding: clamp(24px, 7vw, 36px); background: var(--card); border: 1px solid var(--line); border-radius: 16px;
  overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 600; letter-spacing: -0.4px; }
p { margin-top: 12px; }
a { color: inherit; }
.good, .bad { font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
form { display: grid; gap: 18px; margin-top: 24px; }
label { display: grid; gap: 6px; font-weight: 600; }
small { font-size: 14px; font-weight: 400; color: var(--muted); }
input { width: 100%; min-height: 48px; padding: 10px 14px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--field); border-radius: 10px; }
button { min-height: 48px; padding: 12px 22px; font: inherit; font-weight: 600; color: var(--on-solid);
  background: var(--solid); border: 0; border-radius: 10px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { width: 100%; margin-top: 20px; border-collapse: collapse; }
td, th { padding: 10px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
td:last-child { padding-left: 14px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot { font-weight: 600; }
body > footer { padding: 18px 6px 0; font-size: 14px; color: var(--muted); }
`;
