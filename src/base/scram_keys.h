/* What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677), and the key that a client has proved. */
#ifndef BASE_SCRAM_KEYS_H
#define BASE_SCRAM_KEYS_H

enum { SCRAM_KEY = 32, SCRAM_SALT_TEXT = 128 };

struct scram_keys {
    char salt[SCRAM_SALT_TEXT]; /* base64 */
    int iterations;
    unsigned char stored_key[SCRAM_KEY], server_key[SCRAM_KEY];
};

#endif
