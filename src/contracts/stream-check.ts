/** The pace of `GET /api/stream-check`, known to both ends. */
export const STREAM_CHECK = { events: 10, intervalInMs: 200 } as const
