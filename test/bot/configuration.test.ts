import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, HOME, readConfiguration } from '../../bot/configuration.js';
import { LIMITS } from '../../bot/http/access.js';

describe('the configuration', () => {
  it('runs on defaults, on this machine only, without Teams', () => {
    expect(readConfiguration({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      corpus: join(HOME, 'corpus'),
      knowledge: join(HOME, 'corpus'),
      data: join(HOME, 'var'),
      embedOrigins: [],
      trustedProxies: [],
      limits: LIMITS,
      logLevel: 'info',
      retentionDays: 180,
    });
  });

  it('names all faults at once', () => {
    const read = () => readConfiguration({ PORT: 'x', PUBLIC_ORIGIN: 'https://a.cn/', MICROSOFT_APP_ID: 'id' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/PORT[\s\S]*PUBLIC_ORIGIN[\s\S]*MICROSOFT_APP_ID/);
  });

  it.each([
    ['TRUSTED_PROXIES', '0.0.0.0/0', '应为 IP 地址或网段'],
    ['TRUSTED_PROXIES', 'proxy.local', '应为 IP 地址或网段'],
    ['EMBED_ORIGINS', 'https://a.cn/', '末尾不带斜线'],
    ['RETENTION_DAYS', '0', '应为 1 到 3650 的整数'],
    ['METRICS_TOKEN', 'short', '应有 16 个字符以上'],
    ['LIMIT_REQUESTS', 'many', '应为正整数'],
    ['LOG_LEVEL', 'loud', '应为 fatal'],
    ['STAFF_CONVERSATION', '19:x', '须先配置 MICROSOFT_APP_ID'],
  ])('does not start with %s=%s', (name, value, fault) => {
    expect(() => readConfiguration({ [name]: value })).toThrow(fault);
  });

  it('explains every variable it reads in .env.example', () => {
    const source = readFileSync(join(HOME, 'bot/configuration.ts'), 'utf8');
    const read = new Set([...source.matchAll(/'([A-Z][A-Z_]{3,})'/g)].map(([, name]) => name!));
    const explained = new Set(
      [...readFileSync(join(HOME, '.env.example'), 'utf8').matchAll(/^#? ?([A-Z][A-Z_]{3,})=/gm)].map(
        ([, name]) => name!,
      ),
    );
    expect(explained).toEqual(read);
  });
});
