// The function is the verification example of the retainr documents, unchanged; around it, a main program.
const crypto = require('crypto')

function verifySignature(secret, rawBody, sigHeader) {
  const expected = 'sha256=' + crypto
    .createHmac('sha256', secret)
    .update(rawBody)
    .digest('hex')
  return crypto.timingSafeEqual(
    Buffer.from(expected),
    Buffer.from(sigHeader)
  )
}

const [secret, signature] = process.argv.slice(2)
console.log(verifySignature(secret, require('fs').readFileSync(0), signature))
