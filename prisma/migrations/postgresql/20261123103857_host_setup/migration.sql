-- CreateTable
CREATE TABLE "HostSetup" (
    "hostId" TEXT NOT NULL,
    "done" TEXT NOT NULL DEFAULT '[]',
    "way" TEXT,
    "reviewed" TEXT,
    "weaving" TEXT,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedBy" TEXT NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "HostSetup_pkey" PRIMARY KEY ("hostId")
);

-- CreateTable
CREATE TABLE "SetupRun" (
    "hostId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "releaseId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "by" TEXT NOT NULL,
    "told" TEXT NOT NULL,

    CONSTRAINT "SetupRun_pkey" PRIMARY KEY ("hostId","kind")
);

-- AddForeignKey
ALTER TABLE "HostSetup" ADD CONSTRAINT "HostSetup_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SetupRun" ADD CONSTRAINT "SetupRun_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
