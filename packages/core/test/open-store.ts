// Opens the store `argv[2]`, and prints the error that comes of it as JSON.
import { sqliteStore } from "../src/store/sqlite.ts";

try {
  const store = await sqliteStore(process.argv[2]!);
  await store.close();
  console.log(JSON.stringify({ code: "none" }));
} catch (error) {
  const { code, message, hint } = error as { code?: string; message: string; hint?: string };
  console.log(JSON.stringify({ code, message, hint }));
}
