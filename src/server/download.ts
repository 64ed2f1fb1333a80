/** A body that is sent as it is made, a file to the browser. Pieces are text; it is sent as UTF-8. */
export class Download {
  readonly contentType: string
  /** Plain letters, digits, dots and dashes. */
  readonly fileName: string
  readonly pieces: AsyncIterable<string>

  constructor(contentType: string, fileName: string, pieces: AsyncIterable<string>) {
    this.contentType = contentType
    this.fileName = fileName
    this.pieces = pieces
  }
}

/** Headers of a download, those of the index's revision aside. */
export function downloadHeaders({ contentType, fileName }: Download): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'no-store',
  }
}

/**
 * The bytes of a download. Makes a piece only when it is asked for, so a client that reads slowly costs no memory and one that asks for
 * the head alone costs nothing. A fault is told to `logFault` and breaks the connection off: half a file never looks whole.
 */
export function toByteStream(
  download: Download,
  logFault: (fault: unknown) => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const pieces = download.pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const piece = await pieces.next()
          if (piece.done === true) controller.close()
          else controller.enqueue(encoder.encode(piece.value))
        } catch (fault) {
          // Nobody is there to miss it.
          if (!signal.aborted) logFault(fault)
          controller.error(fault)
        }
      },
      async cancel() {
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
