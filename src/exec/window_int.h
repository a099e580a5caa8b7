/* WindowAgg's run state: what frames (window_frame.c) and functions (window.c) share. */
#ifndef EXEC_WINDOW_INT_H
#define EXEC_WINDOW_INT_H

#include "exec/exec_int.h"

struct segment { /* rows [from, to) of the partition */
    int64_t from, to;
};

struct window {
    struct node *node;
    int options;                     /* enum FrameOption */
    struct tuplestore *rows;         /* the partition */
    struct tuplestore_pos *current, *peer, *head, *tail;
    int64_t row, count;
    struct arena *partition;         /* reset with each */
    struct sort_key *order;
    int norder;
    /* the current row's peers */
    int64_t peer_start, peer_end, peer_group;
    /* offsets, evaluated once */
    struct expr_state *start_offset, *end_offset;
    Oid start_type, end_type;
    Datum start_value, end_value;
    bool offsets_known;
    struct arena *offset_arena;
    /* GROUPS with offsets: the first row of each peer group, and the count as the last item */
    int64_t *groups;
    int64_t ngroups, groups_cap;
    int64_t range_head, range_tail;  /* RANGE with offsets: they only move forward */
    int64_t frame_start, frame_end;  /* before EXCLUDE */
    struct segment segments[3];      /* after it */
    int nsegments;
};

void frame_offsets(struct window *w);   /* evaluates them; raises 22004, 22013 */
void frame_partition(struct window *w); /* a new partition is in w->rows */
void frame_row(struct window *w);       /* w->row moved: peers, frame, segments */

#endif
