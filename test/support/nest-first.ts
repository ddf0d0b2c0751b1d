// CommonJS packages that require Nest fail inside Jest's module loader unless Nest has been imported before them.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
