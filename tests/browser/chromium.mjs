// Finds Chromium for the browser tests, or installs it: CHROMIUM_PATH, the usual places, Debian's package, else Playwright's own build.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium on this machine, or undefined. */
export function findChromium() {
  const known = PLACES.find((path) => path !== undefined && isExecutable(path));
  if (known !== undefined) {
    return known;
  }
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  const own = chromium.executablePath();
  return isExecutable(own) ? own : undefined;
}

function install() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (...command) => spawnSync(command[0], command.slice(1), { stdio: 'inherit' }).status === 0;
  if (
    process.platform === 'linux' &&
    run(...asRoot, 'apt-get', 'update', '-qq') &&
    run(...asRoot, 'apt-get', 'install', '-y', '-qq', 'chromium')
  ) {
    return;
  }
  execFileSync('npx', ['playwright-core', 'install', '--with-deps', 'chromium'], { stdio: 'inherit' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (findChromium() === undefined) {
    process.stdout.write('no Chromium found: installing it\n');
    install();
  }
  const found = findChromium();
  if (found === undefined) {
    process.stderr.write('Chromium could not be installed; install it and set CHROMIUM_PATH\n');
    process.exit(1);
  }
  process.stdout.write(`Chromium: ${found}\n`);
}
