// The counter-based hash of docs/spec.md section 2. Included inside the modules that draw, because a
// function in a package cannot be shared by all of Verilator, Yosys 0.23 and Icarus 11.
function automatic logic [31:0] hash96(input logic [31:0] a0, input logic [31:0] b0, input logic [31:0] c0);
  logic [31:0] a;
  logic [31:0] b;
  logic [31:0] c;
  a = a0;
  b = b0;
  c = c0;
  c = c ^ b;
  c = c - {b[17:0], b[31:18]};
  a = a ^ c;
  a = a - {c[20:0], c[31:21]};
  b = b ^ a;
  b = b - {a[6:0], a[31:7]};
  c = c ^ b;
  c = c - {b[15:0], b[31:16]};
  a = a ^ c;
  a = a - {c[27:0], c[31:28]};
  b = b ^ a;
  b = b - {a[17:0], a[31:18]};
  c = c ^ b;
  c = c - {b[7:0], b[31:8]};
  hash96 = c;
endfunction

function automatic logic [31:0] draw(input logic [31:0] seed, input logic [31:0] step,
                                     input logic [3:0] stream, input logic [15:0] column,
                                     input logic [11:0] item);
  draw = hash96(32'hdeadbeef + seed, step, {stream, column, item});
endfunction
