export { nearest } from "../../lib/validation/nearest";
