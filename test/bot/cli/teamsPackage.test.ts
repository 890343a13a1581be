import JSZip from 'jszip';
import { manifestOf, type PackageFacts, packageOf } from '../../../bot/cli/teamsPackage.js';
import { startersOf } from '../../../dialogs/turn/starters.js';
import { seedCorpus } from '../../support/library.js';
import { TEAMS } from '../../support/teams.js';

const facts: PackageFacts = {
  appId: TEAMS.appId,
  origin: 'https://bot.example.gov.cn',
  version: '0.1.0',
  starters: startersOf(seedCorpus()),
};

describe('the package for Teams', () => {
  it('holds a manifest that keeps to the official schema, and two icons of the sizes asked for', async () => {
    const zip = await JSZip.loadAsync(await packageOf(facts));
    expect(Object.keys(zip.files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(await zip.file('manifest.json')!.async('string'))).toEqual(manifestOf(facts));
    for (const [name, size] of [
      ['color.png', 192],
      ['outline.png', 32],
    ] as const) {
      const head = await zip.file(name)!.async('nodebuffer');
      // Width and height of a PNG: bytes 16 to 23.
      expect([head.readUInt32BE(16), head.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  it('is Chinese first, with prompts in a personal chat only', () => {
    const manifest = JSON.stringify(manifestOf(facts));
    expect(manifest).toContain('"defaultLanguageTag":"zh-CN"');
    expect(manifest.match(/"type":"prompt"/g)).toHaveLength(facts.starters.length);
  });

  it('is not made when it breaks the schema, and says where', async () => {
    await expect(packageOf({ ...facts, appId: 'not a guid' })).rejects.toThrow(
      /清单不符合 Teams 1\.27 的规定:\n- \/id/,
    );
  });
});
