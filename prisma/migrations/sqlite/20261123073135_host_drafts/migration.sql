-- CreateTable
CREATE TABLE "HostDraft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "offered" TEXT NOT NULL,
    "offeredAt" DATETIME NOT NULL,
    "confirmed" TEXT,
    "failed" TEXT,
    "failedAt" DATETIME,
    "hostId" TEXT,
    "createdById" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "HostDraft_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "HostDraft_createdById_idx" ON "HostDraft"("createdById");
