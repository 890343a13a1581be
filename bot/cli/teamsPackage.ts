import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import JSZip from 'jszip';
import { wording } from '../../dialogs/render/wording.js';
import { startersOf } from '../../dialogs/turn/starters.js';
import { ReplyBotError } from '../../indexer/errors.js';
import { openLibrary } from '../../indexer/index/library.js';
import { HOME, readConfiguration, readEnvironment } from '../configuration.js';
import { writeAtomic } from '../storage/atomicFile.js';
import { runCommand } from './command.js';

/** The manifest's version; prompt starters begin with 1.27. */
const VERSION = '1.27';
const SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`;

/** The package cannot be made as the bot is configured. */
export class PackageError extends ReplyBotError {
  override readonly name = 'PackageError';
}

export interface PackageFacts {
  readonly appId: string;
  /** HTTPS origin of the bot. */
  readonly origin: string;
  readonly version: string;
  /** Questions shown as prompts in a personal chat. */
  readonly starters: readonly string[];
}

/** The app's manifest: a bot in personal, group and channel chats, and a message extension. */
export function manifestOf({ appId, origin, version, starters }: PackageFacts): object {
  const { teams } = wording;
  const commands = teams.commands.map(([title, description]) => ({ title, description }));
  return {
    $schema: SCHEMA,
    manifestVersion: VERSION,
    version,
    id: appId,
    localizationInfo: { defaultLanguageTag: 'zh-CN' },
    developer: {
      name: wording.name,
      websiteUrl: origin,
      privacyUrl: `${origin}/privacy`,
      termsOfUseUrl: `${origin}/privacy`,
    },
    name: { short: wording.name, full: teams.fullName },
    description: { short: teams.short, full: teams.full },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0B4F8A',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [
          {
            scopes: ['personal'],
            commands: [...starters.map((prompt) => ({ title: prompt, type: 'prompt', prompt })), ...commands],
          },
          { scopes: ['team', 'groupChat'], commands },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: 'search',
            type: 'query',
            title: teams.search,
            description: wording.search.hint,
            context: ['compose', 'commandBox'],
            initialRun: false,
            parameters: [{ name: 'words', title: teams.words, description: wording.search.hint, inputType: 'text' }],
          },
        ],
      },
    ],
    validDomains: [new URL(origin).host],
  };
}

/**
 * The zip Teams takes, its manifest held to the official schema.
 *
 * @throws PackageError naming each place that breaks the schema
 */
export async function packageOf(facts: PackageFacts): Promise<Buffer> {
  const manifest = manifestOf(facts);
  const schema = JSON.parse(
    readFileSync(
      join(
        require.resolve('@microsoft/app-manifest/package.json'),
        `../build/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
      ),
      'utf8',
    ),
  ) as object;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const valid = ajv.compile(schema);
  if (!valid(manifest))
    throw new PackageError(
      `清单不符合 Teams ${VERSION} 的规定:\n${(valid.errors ?? []).map(({ instancePath, message }) => `- ${instancePath} ${message}`).join('\n')}`,
    );
  const zip = new JSZip();
  zip.file('manifest.json', JSON.stringify(manifest, null, 2));
  for (const icon of ['color.png', 'outline.png']) zip.file(icon, readFileSync(join(HOME, 'bot', 'teams', icon)));
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** `npm run teams:package`: makes the zip that is uploaded to Teams. */
async function main(): Promise<number> {
  const { teams, publicOrigin, corpus, knowledge, data } = readConfiguration(readEnvironment());
  if (!teams || !publicOrigin?.startsWith('https://'))
    throw new PackageError('须先在 .env 填写 MICROSOFT_APP_ID 等三项和以 https:// 开头的 PUBLIC_ORIGIN。');
  const { version } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string };
  const starters = startersOf(openLibrary({ corpus, knowledge }));
  const zip = await packageOf({ appId: teams.appId, origin: publicOrigin, version, starters });
  mkdirSync(data, { recursive: true });
  const file = join(data, 'teams.zip');
  await writeAtomic(file, zip);
  console.log(`${file}:${zip.length} 字节,已按 Teams ${VERSION} 的规定校验。请在 Teams 管理中心上传。`);
  return 0;
}

if (require.main === module) void runCommand(main);
