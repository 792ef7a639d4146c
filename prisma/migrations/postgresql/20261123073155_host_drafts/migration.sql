-- CreateTable
CREATE TABLE "HostDraft" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "offered" TEXT NOT NULL,
    "offeredAt" TIMESTAMP(3) NOT NULL,
    "confirmed" TEXT,
    "failed" TEXT,
    "failedAt" TIMESTAMP(3),
    "hostId" TEXT,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HostDraft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "HostDraft_createdById_idx" ON "HostDraft"("createdById");

-- AddForeignKey
ALTER TABLE "HostDraft" ADD CONSTRAINT "HostDraft_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
