-- A workspace that moves to another storage is closed for writing.
alter table workspace add column read_only boolean default false not null;
