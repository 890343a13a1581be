// The browser tests need Chromium and fonts for Chinese. Where this may install Debian packages, it does.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const hasBrowser = browsers.some((file) => file && existsSync(file));
const fonts = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
const hasFonts = fonts.status === 0 && fonts.stdout.trim() !== '';

if (!hasBrowser || !hasFonts) {
  const root = process.getuid?.() === 0;
  const apt = existsSync('/usr/bin/apt-get');
  if (!(root && apt)) {
    console.error(
      '浏览器测试需要 Chromium 和中文字体,请先安装(Debian/Ubuntu:sudo apt-get install -y chromium fonts-noto-cjk),或用 CHROMIUM 指明浏览器所在。',
    );
    process.exit(1);
  }
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fontconfig'],
    options,
  );
}
