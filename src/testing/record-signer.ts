import { createRecordSigner } from '../platform/audit/record-signer.ts'

/** Signs the audit in tests. */
export const testSigner = createRecordSigner(['a secret of the tests that is long enough'])
