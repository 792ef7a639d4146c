-- CreateTable
CREATE TABLE "HostLook" (
    "hostId" TEXT NOT NULL PRIMARY KEY,
    "survey" TEXT NOT NULL,
    "proposal" TEXT,
    "at" DATETIME NOT NULL,
    "by" TEXT NOT NULL,
    CONSTRAINT "HostLook_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
