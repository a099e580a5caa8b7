/*
 * Going back to a savepoint, which MongoDB's transactions do not have: what each write changed is kept, and put back inside the
 * same transaction. Kept only while there is a savepoint; as many bytes as mongo_settings.undo_limit says.
 */
#ifndef MONGO_UNDO_H
#define MONGO_UNDO_H

#include "mongo/write.h"

/* There is a savepoint. The place in the log to come back to. */
size_t undo_mark(struct mongo *m);
/* The transaction is gone, and what it wrote: nothing is left to take back. */
void undo_clear(struct mongo *m);
/* There is no savepoint any more. */
void undo_forget(struct mongo *m);
/*
 * A command is about to be sent: members of its documents, updates or deletes. Reads what it will change. A duplicate key is
 * found here (23505), since MongoDB's own error would end the transaction; numbers are the members', for that error. Without a savepoint this is done
 * where a unique index waits for the commit, alone.
 */
void undo_before(struct mongo *m, const struct relation *rel, enum write_kind kind, const bson_t *members, const int64_t *numbers);
/* Something that cannot be taken back; why is a literal, for a sentence. */
void undo_lost(struct mongo *m, const char *why);
/* The documents that have the field are about to lose it, or have it by another name. */
void undo_keep_field(struct mongo *m, const char *db, const char *collection, const char *field);
/* Why what came behind the mark cannot be taken back; NULL: it can. */
const char *undo_refusal(const struct mongo *m, size_t mark);
/* Takes it back, the last first. An error ends the transaction. */
void undo_to(struct mongo *m, size_t mark);
/* What came behind the mark has gone with MongoDB's transaction. */
void undo_cut(struct mongo *m, size_t mark);

#endif
