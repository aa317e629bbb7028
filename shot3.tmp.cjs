const {chromium}=require("playwright-core");
(async()=>{const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
for (const scheme of ["light","dark"]) {const p=await b.newPage({viewport:{width:1280,height:1100},colorScheme:scheme});
await p.goto("file:///tmp/thirty.html"); await p.screenshot({path:`/tmp/t-top-${scheme}.png`}); await p.evaluate(()=>document.querySelector("#picture").scrollIntoView()); await p.screenshot({path:`/tmp/t-pic-${scheme}.png`}); if(scheme=="light"){await p.selectOption("#by-level","P"); await p.evaluate(()=>document.querySelector("#picture").scrollIntoView()); await p.screenshot({path:`/tmp/t-filter.png`});}}
await b.close();})()
