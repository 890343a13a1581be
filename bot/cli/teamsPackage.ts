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

/** Version of the manifest schema; 1.27 is the first with prompt starters. */
const VERSION = '1.27';
const SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`;

/** The configuration lacks what a Teams package needs. */
export class PackageSettingError extends ReplyBotError {
  override readonly name = 'PackageSettingError';

  constructor() {
    super('须先在 .env 填写 MICROSOFT_APP_ID 等三项和以 https:// 开头的 PUBLIC_ORIGIN。');
  }
}

/** The manifest does not conform to the official schema. */
export class ManifestError extends ReplyBotError {
  override readonly name = 'ManifestError';
  /** Path in the manifest and message, as Ajv gives them. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`清单不符合 Teams ${VERSION} 的规定:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** What the manifest is made from. */
export interface PackageFacts {
  readonly appId: string;
  /** HTTPS origin of the bot. */
  readonly origin: string;
  /** Version of this project. */
  readonly version: string;
  /** Questions offered as prompts in personal chats. */
  readonly starters: readonly string[];
}

/** The manifest of the Teams app: a bot in personal, group and channel chats, and a message extension. */
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
 * The zip that is uploaded to Teams; its manifest is checked against the official schema.
 *
 * @throws ManifestError if the manifest does not conform
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
    throw new ManifestError((valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));
  const zip = new JSZip();
  zip.file('manifest.json', JSON.stringify(manifest, null, 2));
  for (const icon of ['color.png', 'outline.png']) zip.file(icon, readFileSync(join(HOME, 'bot', 'teams', icon)));
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** `npm run teams:package`: writes `teams.zip` into the data folder. */
async function main(): Promise<number> {
  const { teams, publicOrigin, corpus, knowledge, data } = readConfiguration(readEnvironment());
  if (!teams || !publicOrigin?.startsWith('https://')) throw new PackageSettingError();
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
