import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import JSZip from 'jszip';
import type { Browser } from 'playwright-core';
import { escapeHtml } from '../../bot/web/html.js';

const paragraphs = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A saved page of a bureau's site: the letter among navigation, related news and the page's foot. */
export const htmlOf = (text: string): string => `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>市人大代表建议答复_某市人民政府</title><script>var a = "收悉";</script></head>
<body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xw">新闻中心</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="crumb">您现在的位置:<a href="/">首页</a> &gt; <a href="/zw">建议提案办理</a></div>
<div class="article"><div class="content">
${paragraphs(text)
  .map((line) => `<p>${escapeHtml(line)}</p>`)
  .join('\n')}
</div></div>
<div class="related"><a href="/1.html">全市召开工作会议</a><a href="/2.html">今年新建口袋公园</a></div>
<div class="footer">主办:某市人民政府办公室 网站标识码:1234567890</div>
</body></html>`;

/** The least a word processor opens: one document of paragraphs, by ECMA-376. */
export async function docxOf(text: string): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(DOCX_FRAME)) zip.file(name, content);
  const body = paragraphs(text)
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escapeHtml(line)}</w:t></w:r></w:p>`)
    .join('');
  zip.file('word/document.xml', DOCUMENT.open + body + DOCUMENT.close);
  return zip.generateAsync({ type: 'nodebuffer' });
}

/** What a docx holds besides its document. */
const DOCX_FRAME: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  '_rels/.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
};

const DOCUMENT = {
  open: '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>',
  close: '</w:body></w:document>',
};

/** A file of an archive: deflated, and the size its directory gives for what is unpacked. */
interface Packed {
  readonly deflated: Buffer;
  readonly size: number;
}

/** Text `times` over, deflated once: one block of it is copied, so that gigabytes cost a moment. */
function packed(text: string, times = 1, [open, close] = ['', '']): Packed {
  const block = (part: string) => deflateRawSync(part, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const copies = Buffer.concat(new Array<Buffer>(times).fill(block(text)));
  return {
    deflated: Buffer.concat([block(open), copies, deflateRawSync(close)]),
    size: Buffer.byteLength(open) + Buffer.byteLength(text) * times + Buffer.byteLength(close),
  };
}

/** A zip archive by APPNOTE 6.3.10, without checksums, which nobody looks at. */
function zipOf(files: Iterable<readonly [name: string, file: Packed]>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { deflated, size }] of files) {
    // From the version needed to the length of the extra field: the same in both records.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(deflated.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04'), common, Buffer.from(name), deflated);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), common, where, Buffer.from(name));
    offset += 30 + name.length + deflated.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Math.min(directory.length / 4, 0xffff);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...directory, end]);
}

/** A docx of the document given, its frame before it. */
const docxAround = (document: Packed): Buffer =>
  zipOf([
    ...Object.entries(DOCX_FRAME).map(([name, content]) => [name, packed(content)] as const),
    ['word/document.xml', document],
  ]);

const MB = 1024 * 1024;
const PARAGRAPH = '<w:p><w:r><w:t>收悉</w:t></w:r></w:p>';
const paragraphsOf = (megabytes: number): Packed =>
  packed(PARAGRAPH.repeat(MB / 32), Math.round((megabytes * 32) / Buffer.byteLength(PARAGRAPH)), [
    DOCUMENT.open,
    DOCUMENT.close,
  ]);

/** Files made to harm whoever reads them; each is small or soon made. */
export const hostile = {
  /** Inflates to `megabytes` of paragraphs; its directory says so, or says `claimed` bytes. */
  docxBomb(megabytes: number, claimed?: number): Buffer {
    const document = paragraphsOf(megabytes);
    return docxAround({ ...document, size: claimed ?? document.size });
  },

  /** An archive of `count` empty files. */
  zipOfEmpty(count: number): Buffer {
    const empty = packed('');
    return zipOf(Array.from({ length: count }, (_, n) => [`${n}`, empty] as const));
  },

  /** Entities that stand for ten of the next one, nine deep. */
  billionLaughs(): Buffer {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`);
    const doctype = `<!DOCTYPE w:document [<!ENTITY e0 "收悉">${entities.join('')}]>`;
    const [declaration, root] = DOCUMENT.open.split('?>');
    return docxAround(
      packed(`${declaration}?>${doctype}${root}<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>${DOCUMENT.close}`),
    );
  },

  /** Tables in tables, `depth` deep. */
  deepDocx(depth: number): Buffer {
    const nested = '<w:tbl><w:tr><w:tc>'.repeat(depth) + PARAGRAPH + '</w:tc></w:tr></w:tbl>'.repeat(depth);
    return docxAround(packed(DOCUMENT.open + nested + DOCUMENT.close));
  },

  deepHtml: (depth: number): string =>
    `<html><body>${'<div>'.repeat(depth)}收悉${'</div>'.repeat(depth)}</body></html>`,

  /** A page whose content inflates, twice over, to `megabytes` of spaces. */
  pdfBomb(megabytes: number): Buffer {
    const { deflated } = packed(' '.repeat(MB), megabytes);
    const once = Buffer.concat([Buffer.from([0x78, 0xda]), deflated]);
    return pdfOfObjects([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
      { dictionary: '/Filter [/FlateDecode /FlateDecode]', stream: deflateSync(once, { level: 9 }) },
    ]);
  },

  /** A document under a password that nobody knows. */
  lockedPdf: (): Buffer =>
    pdfOfObjects(
      ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'],
      `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'a7'.repeat(32)}> /U <${'5c'.repeat(32)}> >> /ID [<00> <00>]`,
    ),

  /** A document that claims `count` pages and has one. */
  pdfOfPages: (count: number): Buffer =>
    pdfOfObjects([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [3 0 R] /Count ${count} >>`,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    ]),
};

/** A PDF of these objects, numbered from 1; the first is the catalog. */
function pdfOfObjects(objects: readonly (string | { dictionary: string; stream: Buffer })[], trailing = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  const length = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [n, object] of objects.entries()) {
    offsets.push(length());
    parts.push(Buffer.from(`${n + 1} 0 obj\n`));
    if (typeof object === 'string') parts.push(Buffer.from(object));
    else {
      const { dictionary, stream } = object;
      parts.push(Buffer.from(`<< ${dictionary} /Length ${stream.length} >>\nstream\n`), stream);
      parts.push(Buffer.from('\nendstream'));
    }
    parts.push(Buffer.from('\nendobj\n'));
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailing} >>\nstartxref\n${length()}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(trailer)]);
}

/** Printed by the browser on A4, page numbers at the foot. */
export async function pdfOf(text: string, browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  await page.setContent(
    `<html lang="zh-Hans"><body style="font: 16pt serif">${paragraphs(text)
      .map((line) => `<p>${escapeHtml(line)}</p>`)
      .join('')}</body></html>`,
  );
  const printed = await page.pdf({
    format: 'A4',
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate:
      '<div style="font-size:10pt;width:100%;text-align:center">— <span class="pageNumber"></span> —</div>',
    margin: { top: '2cm', bottom: '2cm', left: '2cm', right: '2cm' },
  });
  await page.close();
  return printed;
}
