export { axeProblems } from './axe.ts';
export { findChromium } from './chromium.ts';
export { type BrowserWorld, openBrowserWorld, type PageOptions } from './world.ts';
