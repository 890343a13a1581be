import { ArchiveTooLargeError, type FormatReader, MOST_ENTRIES, MOST_UNPACKED } from './extracted.js';
import { textOfHtml } from './html.js';

/** A Word document: its text and tables; pictures are counted. */
export const readDocx: FormatReader = async (bytes, file) => {
  await checkArchive(file, bytes);
  const mammoth = await import('mammoth');
  const { value, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  const pictures = value.match(/<img /g)?.length ?? 0;
  const odd = messages.filter(({ type }) => type === 'error').map(({ message }) => message);
  return { text: await textOfHtml(value), lost: [...(pictures > 0 ? [`${pictures} 幅图片`] : []), ...odd] };
};

/** Sums what the archive's own directory says; one that lies is left to the limits of the process. */
async function checkArchive(file: string, archive: Uint8Array): Promise<void> {
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(Buffer.from(archive), { decodeStrings: false });
  if (zip.entryCount > MOST_ENTRIES) throw new ArchiveTooLargeError(file, 'entries');
  let bytes = 0;
  for await (const { uncompressedSize } of zip.eachEntry()) bytes += uncompressedSize;
  if (bytes > MOST_UNPACKED) throw new ArchiveTooLargeError(file, 'bytes');
}
