-- CreateTable
CREATE TABLE "HostSetup" (
    "hostId" TEXT NOT NULL PRIMARY KEY,
    "done" TEXT NOT NULL DEFAULT '[]',
    "way" TEXT,
    "reviewed" TEXT,
    "weaving" TEXT,
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedBy" TEXT NOT NULL,
    "finishedAt" DATETIME,
    CONSTRAINT "HostSetup_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SetupRun" (
    "hostId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "releaseId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "by" TEXT NOT NULL,
    "told" TEXT NOT NULL,

    PRIMARY KEY ("hostId", "kind"),
    CONSTRAINT "SetupRun_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
