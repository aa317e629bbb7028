const {chromium}=require("playwright-core");const fs=require("fs");
(async()=>{const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
const p=await b.newPage({viewport:{width:1280,height:900}});
console.time("goto");await p.goto("file:///tmp/two.html");console.timeEnd("goto"); console.log(await p.evaluate(()=>document.querySelectorAll("*").length));
console.time("shot"); await p.screenshot({path:"/tmp/two-full.png",fullPage:true}); console.timeEnd("shot");
console.time("axe");await p.evaluate(fs.readFileSync(require.resolve("axe-core/axe.min.js"),"utf8"));const v=await p.evaluate("axe.run().then(r=>r.violations.map(v=>v.id+' '+v.impact+' '+v.nodes.length+' '+v.nodes[0].html.slice(0,100)))");console.timeEnd("axe");console.log(v);
await b.close();})()
