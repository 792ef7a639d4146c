-- CreateTable
CREATE TABLE "HostLook" (
    "hostId" TEXT NOT NULL,
    "survey" TEXT NOT NULL,
    "proposal" TEXT,
    "at" TIMESTAMP(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "HostLook_pkey" PRIMARY KEY ("hostId")
);

-- AddForeignKey
ALTER TABLE "HostLook" ADD CONSTRAINT "HostLook_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
