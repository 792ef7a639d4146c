-- CreateTable
CREATE TABLE "SavedSession" (
    "id" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "session" TEXT NOT NULL,
    "expect" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "SavedSession_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SavedSession_hostId_idx" ON "SavedSession"("hostId");

-- AddForeignKey
ALTER TABLE "SavedSession" ADD CONSTRAINT "SavedSession_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
