-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "pr_role" AS ENUM ('READER', 'WRITER');

-- CreateTable
CREATE TABLE "pr_users" (
    "id" SERIAL NOT NULL,
    "name" VARCHAR(40) NOT NULL,
    "role" "pr_role" NOT NULL DEFAULT 'READER',
    "age" SMALLINT DEFAULT 18,
    "big" BIGINT,
    "money" DECIMAL(10,2) DEFAULT 0,
    "ratio" DOUBLE PRECISION,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "born" DATE,
    "seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plain" TIMESTAMP(3),
    "options" JSONB NOT NULL DEFAULT '{}',
    "raw" JSON,
    "token" UUID,
    "image" BYTEA,
    "tags" TEXT[],
    "numbers" INTEGER[],
    "changed" TIMESTAMP(3) NOT NULL,
    "boss_id" INTEGER,

    CONSTRAINT "pr_users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pr_profiles" (
    "user_id" INTEGER NOT NULL,
    "about" TEXT NOT NULL,

    CONSTRAINT "pr_profiles_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "pr_posts" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "views" INTEGER NOT NULL DEFAULT 0,
    "author_id" INTEGER NOT NULL,
    "editor_id" INTEGER,

    CONSTRAINT "pr_posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pr_marks" (
    "word" TEXT NOT NULL,

    CONSTRAINT "pr_marks_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "pr_seats" (
    "row" INTEGER NOT NULL,
    "number" CHAR(2) NOT NULL,
    "taken" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "pr_seats_pkey" PRIMARY KEY ("row","number")
);

-- CreateTable
CREATE TABLE "_MarkToPost" (
    "A" TEXT NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_MarkToPost_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "pr_users_name_key" ON "pr_users"("name");

-- CreateIndex
CREATE UNIQUE INDEX "pr_users_token_key" ON "pr_users"("token");

-- CreateIndex
CREATE INDEX "pr_users_age_name_idx" ON "pr_users"("age", "name" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "pr_posts_author_id_title_key" ON "pr_posts"("author_id", "title");

-- CreateIndex
CREATE INDEX "_MarkToPost_B_index" ON "_MarkToPost"("B");

-- AddForeignKey
ALTER TABLE "pr_users" ADD CONSTRAINT "pr_users_boss_id_fkey" FOREIGN KEY ("boss_id") REFERENCES "pr_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pr_profiles" ADD CONSTRAINT "pr_profiles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "pr_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pr_posts" ADD CONSTRAINT "pr_posts_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "pr_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pr_posts" ADD CONSTRAINT "pr_posts_editor_id_fkey" FOREIGN KEY ("editor_id") REFERENCES "pr_users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_MarkToPost" ADD CONSTRAINT "_MarkToPost_A_fkey" FOREIGN KEY ("A") REFERENCES "pr_marks"("word") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_MarkToPost" ADD CONSTRAINT "_MarkToPost_B_fkey" FOREIGN KEY ("B") REFERENCES "pr_posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

