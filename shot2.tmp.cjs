const {chromium}=require("playwright-core");
(async()=>{const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
const p=await b.newPage({viewport:{width:1280,height:900},colorScheme:"light"});
await p.goto("file:///tmp/six.html"); await p.locator("#picture").scrollIntoViewIfNeeded(); await p.evaluate(()=>document.querySelector("#picture").scrollIntoView()); await p.screenshot({path:"/tmp/s-pic.png"});
await p.evaluate(()=>{location.hash="p3"}); await p.waitForTimeout(200); await p.locator("#p3 .statement summary").nth(1).click(); await p.screenshot({path:"/tmp/s-principal.png"});
await b.close();})()
