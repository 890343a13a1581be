import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, HOME, readConfiguration } from '../../bot/configuration.js';

describe('the configuration', () => {
  it('runs on defaults, on this machine only, without Teams', () => {
    expect(readConfiguration({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      corpus: join(HOME, 'corpus'),
      knowledge: join(HOME, 'corpus'),
      data: join(HOME, 'var'),
      embedOrigins: [],
      retentionDays: 180,
    });
  });

  it('names all faults at once', () => {
    const read = () => readConfiguration({ PORT: 'x', PUBLIC_ORIGIN: 'https://a.cn/', MICROSOFT_APP_ID: 'id' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/PORT[\s\S]*PUBLIC_ORIGIN[\s\S]*MICROSOFT_APP_ID/);
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
