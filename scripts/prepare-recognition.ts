import { prepareRecognition } from '../src/ingestion/prepare-recognition.ts'

/** Unpacks the language data that text recognition needs by default, so that the first scan does not wait for it. */
await prepareRecognition({ mode: 'auto', languages: ['eng'] })
