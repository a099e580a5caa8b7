/* Snapshots taken apart: pg_snapshot_xmin() and its kind, for both pg_snapshot and txid_snapshot. */
#include "types/snapshot.h"

#include "funcs/funcs.h"

Datum snapshot_xmin(struct fcall *fc)
{
    return (Datum)snapshot_open(ARG_DATUM(0)).xmin;
}

Datum snapshot_xmax(struct fcall *fc)
{
    return (Datum)snapshot_open(ARG_DATUM(0)).xmax;
}

Datum snapshot_xip(struct fcall *fc)
{
    struct snapshot s = snapshot_open(ARG_DATUM(0));
    for (uint32_t i = 0; i < s.n; i++)
        emit_value(fc, (Datum)s.xip[i], false);
    return (Datum)0;
}

Datum snapshot_sees(struct fcall *fc)
{
    struct snapshot s = snapshot_open(ARG_DATUM(1));
    uint64_t x = ARG_DATUM(0);
    bool sees = x < s.xmax;
    for (uint32_t i = 0; i < s.n && sees && x >= s.xmin; i++)
        sees = s.xip[i] != x;
    return datum_from_bool(sees);
}
